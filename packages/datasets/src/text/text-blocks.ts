import { checkOptions, checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { INSPECT, inspected } from '../inspect.js';
import { indexedSource } from '../stream/indexed-source.js';

export interface TextBlockOptions {
  /**
   * The most UTF-16 code units of a block, of a file its bytes. It decides where blocks end, and with that how a tokenizer
   * sees the words there. Default 16,384: some hundreds of blocks are in memory at a time where a text is read in as many
   * places.
   */
  readonly size?: number | undefined;
}

/**
 * A long text in blocks that are read as they are needed, so that it may be larger than memory. Positions count
 * characters (Unicode code points). A block ends behind a line break where it has one, and never within a character.
 *
 * `textBlocks(path)` gives those of a file, {@link TextBlocks.from} those of a text that is in memory.
 *
 * @example
 * const text = textBlocks('wikipedia.txt'); // of any size
 * const train = text.slice(0, Math.floor(0.9 * text.characters));
 * for (const block of train) count(block);
 */
export class TextBlocks implements Iterable<string> {
  /** What errors call it: a path, or the name of a dataset. */
  readonly name: string;
  /** Characters of each block. */
  readonly sizes: readonly number[];
  /** Characters of the whole text. */
  readonly characters: number;
  readonly #read: (index: number) => string;
  /** Where it begins in the text that it was sliced from. */
  #start = 0;

  /**
   * @param name What errors call it.
   * @param sizes Characters of each block.
   * @param read Gives the text of the block at an index, the same each time.
   */
  constructor(name: string, sizes: readonly number[], read: (index: number) => string) {
    this.name = name;
    this.sizes = sizes;
    this.characters = sizes.reduce((sum, size) => sum + size, 0);
    this.#read = read;
  }

  /** The blocks of a text that is in memory. */
  static from(text: string, name = 'text', options: TextBlockOptions = {}): TextBlocks {
    const size = blockSize('TextBlocks.from', options);
    const parts: string[] = [];
    for (let start = 0; start < text.length; ) {
      const end = endOfBlock(text, start, size);
      parts.push(text.slice(start, end));
      start = end;
    }
    return new TextBlocks(name, parts.map(codePoints), (index) => parts[index]!);
  }

  /** How many blocks there are. */
  get length(): number {
    return this.sizes.length;
  }

  /**
   * The text of a block.
   *
   * @throws DatasetError unless `index` is from 0 to length-1, or if a file was changed since it was opened.
   */
  read(index: number): string {
    if (this.sizes[index] === undefined) {
      const expected = this.length === 0 ? 'the text is empty' : `expected 0 to ${this.length - 1}`;
      throw new DatasetError(`There is no block at index ${index} of ${this.name}: ${expected}.`);
    }
    return this.#read(index);
  }

  *[Symbol.iterator](): Generator<string, void, undefined> {
    for (let index = 0; index < this.length; index++) yield this.#read(index);
  }

  /** The characters from a position up to, not including, another; by default up to the end. */
  slice(from: number, to: number = this.characters): TextBlocks {
    checkValue('The first character of a slice', from, wholeNumber(0), DatasetError);
    checkValue('The end of a slice', to, wholeNumber(0), DatasetError);
    const parts: { readonly index: number; readonly from: number; readonly to: number }[] = [];
    let start = 0;
    for (const [index, size] of this.sizes.entries()) {
      const part = { index, from: Math.max(0, from - start), to: Math.min(size, to - start) };
      if (part.to > part.from) parts.push(part);
      start += size;
    }
    const sizes = parts.map(({ from, to }) => to - from);
    const slice = new TextBlocks(this.name, sizes, (k) => {
      const { index, from, to } = parts[k]!;
      const size = this.sizes[index]!;
      const text = this.#read(index);
      if (to - from === size) return text;
      return text.length === size ? text.slice(from, to) : [...text].slice(from, to).join('');
    });
    slice.#start = this.#start + Math.min(from, this.characters);
    return slice;
  }

  /** Its blocks, one after another; a position is the number of the next one, so resuming reads none again. */
  stream(): DatasetStream<string> {
    const end = this.#start + this.characters;
    const at = `characters ${this.#start} to ${end} of ${this.name} in ${this.length} blocks`;
    return new DatasetStream(
      indexedSource(at, this.length, (index) => this.#read(index)),
      { name: this.name },
    );
  }

  [INSPECT](): string {
    return inspected(this, this.length, this.name);
  }
}

const SIZE = 16_384;
/** Every character fits into a block: it has at most 4 bytes. */
const LEAST = 4;

/** @throws DatasetError unless the options are valid. */
export function blockSize(what: string, options: TextBlockOptions): number {
  checkOptions(what, options, { size: wholeNumber(LEAST, 2 ** 29) }, DatasetError);
  return options.size ?? SIZE;
}

/** After the last line break of a block, so that words stay whole; never between two halves of a character. */
function endOfBlock(text: string, start: number, size: number): number {
  if (start + size >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', start + size - 1) + 1;
  if (lineEnd > start) return lineEnd;
  const isHalf = (text.codePointAt(start + size - 1) ?? 0) > 0xffff;
  return start + size + Number(isHalf);
}

/** How many characters a text has. */
export function codePoints(text: string): number {
  let count = 0;
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
