/** A text in blocks that can be read again at any time, so that it need not be in memory. */
export interface TextBlocks {
  /** For errors: a path, or the name of a dataset. */
  readonly name: string;
  /** Characters (code points) of each block. */
  readonly sizes: readonly number[];
  read(index: number): string;
}

/** Characters of a block, about. Some hundreds are in memory at a time: one or two for each place that is read. */
export const BLOCK = 16_384;

export const charactersOf = ({ sizes }: TextBlocks): number => sizes.reduce((sum, size) => sum + size, 0);

export function* textsOf(blocks: TextBlocks): Iterable<string> {
  for (let index = 0; index < blocks.sizes.length; index++) yield blocks.read(index);
}

/** A text that is in memory. */
export function stringBlocks(name: string, text: string, size = BLOCK): TextBlocks {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfBlock(text, start, size);
    parts.push(text.slice(start, end));
    start = end;
  }
  return { name, sizes: parts.map(codePoints), read: (index) => parts[index]! };
}

/** After the last line break of a block, so that words stay whole; never between two halves of a character. */
function endOfBlock(text: string, start: number, size: number): number {
  if (start + size >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', start + size - 1) + 1;
  if (lineEnd > start) return lineEnd;
  const isHalf = (text.codePointAt(start + size - 1) ?? 0) > 0xffff;
  return start + size + Number(isHalf);
}

export function codePoints(text: string): number {
  let count = 0;
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}

/** The characters of a text from a position up to another. */
export function cutBlocks(blocks: TextBlocks, from: number, to: number): TextBlocks {
  const parts: { index: number; from: number; to: number }[] = [];
  let start = 0;
  for (const [index, size] of blocks.sizes.entries()) {
    const part = { index, from: Math.max(0, from - start), to: Math.min(size, to - start) };
    if (part.to > part.from) parts.push(part);
    start += size;
  }
  return {
    name: blocks.name,
    sizes: parts.map(({ from, to }) => to - from),
    read(k) {
      const { index, from, to } = parts[k]!;
      const text = blocks.read(index);
      if (to - from === blocks.sizes[index]) return text;
      return text.length === blocks.sizes[index] ? text.slice(from, to) : [...text].slice(from, to).join('');
    },
  };
}
