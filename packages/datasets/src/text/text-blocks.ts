import type { Stats } from 'node:fs';
import { checkOptions, checkValue, nodeModule, systemError, wholeNumber } from '@rnnlab/shared';
import { INSPECT, inspected } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError, requireNode, requirePath } from '../error.js';
import { indexedSource } from '../stream/sources.js';
import { decodeTextPart } from './utf8.js';

/** Options of {@link textBlocks} and {@link TextBlocks.from}. */
export interface TextBlockOptions {
  /**
   * The most UTF-16 code units of a block, of a file its bytes. It decides where blocks end, and with that how a tokenizer
   * sees the words there. Default: 16,384: some hundreds of blocks are in memory at a time where as many parallel
   * rows of a batch read from one text.
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
  /** The name in errors: a path, or the name of a dataset. */
  readonly name: string;
  /** Characters of each block. */
  readonly sizes: readonly number[];
  /** Characters of the whole text. */
  readonly characters: number;
  readonly #read: (index: number) => string;
  /** Its first character in the text that it was sliced from. */
  #start = 0;

  /**
   * @param name - The name in errors.
   * @param sizes - Characters of each block.
   * @param read - Gives the text of the block at an index, the same each time.
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

  /** The number of blocks. */
  get length(): number {
    return this.sizes.length;
  }

  /**
   * The text of a block.
   *
   * @throws {DatasetError} Unless `index` is from 0 to length-1, or if a file was changed since it was opened.
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

const DEFAULT_SIZE = 16_384;
/** Every character fits into a block: it has at most 4 bytes. */
const MIN_SIZE = 4;

/** @throws {DatasetError} Unless the options are valid. */
function blockSize(what: string, options: TextBlockOptions): number {
  checkOptions(what, options, { size: wholeNumber(MIN_SIZE, 2 ** 29) }, DatasetError);
  return options.size ?? DEFAULT_SIZE;
}

/** After the last line break of a block, so that words stay whole; never between two halves of a character. */
function endOfBlock(text: string, start: number, size: number): number {
  if (start + size >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', start + size - 1) + 1;
  if (lineEnd > start) return lineEnd;
  const isHalf = (text.codePointAt(start + size - 1) ?? 0) > 0xffff;
  return start + size + Number(isHalf);
}

/** The number of characters (code points) of a text. */
function codePoints(text: string): number {
  let count = 0;
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}

const LINE_FEED = 10;

/**
 * Opens a UTF-8 file as blocks that are read again when they are needed: of a file of any size, only where they begin is in
 * memory. It is read once, now, to find that, and to see that it is text. A byte-order mark is not part of it. A block of a
 * file that was changed since then is refused. Needs Node.
 *
 * @throws {DatasetError} If it cannot be read, or names the line that is not UTF-8 text.
 *
 * @example
 * const text = textBlocks('input.txt');
 * text.characters; // 1115394
 */
export function textBlocks(path: string, options: TextBlockOptions = {}): TextBlocks {
  const size = blockSize('textBlocks', options);
  requirePath('The file of textBlocks', path);
  requireNode('Reading files', '; give a text to `TextBlocks.from` instead');
  const { closeSync, fstatSync } = nodeModule('node:fs');
  const file = open(path);
  let before: Stats;
  const starts: number[] = [];
  const sizes: number[] = [];
  const buffer = new Uint8Array(size);
  try {
    before = fstatSync(file);
    const beginning = buffer.subarray(0, fill(buffer, file, 0, path));
    requireNotUtf16(beginning, path);
    let at = startOf(beginning);
    for (let line = 1; ; ) {
      starts.push(at);
      const filled = fill(buffer, file, at, path);
      if (filled === 0) break;
      const bytes = buffer.subarray(0, endOfFileBlock(buffer.subarray(0, filled), size));
      sizes.push(codePoints(decodeTextPart(bytes, path, () => line)));
      at += bytes.length;
      line += bytes.reduce((count, byte) => count + Number(byte === LINE_FEED), 0);
    }
  } finally {
    closeSync(file);
  }
  return new TextBlocks(path, sizes, (index) => {
    const bytes = new Uint8Array(starts[index + 1]! - starts[index]!);
    const file = open(path);
    try {
      const filled = fill(bytes, file, starts[index]!, path);
      // After the block was read: a change during that counts, too.
      if (filled === bytes.length && isSame(before, fstatSync(file))) {
        return decodeTextPart(bytes, path, () => 1);
      }
    } catch {
      // Reported below.
    } finally {
      closeSync(file);
    }
    throw new DatasetError(`${path} was changed while it was read: start again when it is whole.`);
  });
}

function open(path: string): number {
  try {
    return nodeModule('node:fs').openSync(path, 'r');
  } catch (error) {
    throw systemError('read', path, error, DatasetError);
  }
}

/** Reads from a position on until `into` is full or the file ends. Returns how many bytes that are. */
function fill(into: Uint8Array, file: number, position: number, path: string): number {
  const { readSync } = nodeModule('node:fs');
  try {
    for (let filled = 0; ; ) {
      const count = readSync(file, into, filled, into.length - filled, position + filled);
      filled += count;
      if (count === 0 || filled === into.length) return filled;
    }
  } catch (error) {
    throw systemError('read', path, error, DatasetError);
  }
}

/** Whether a file is as it was: an edit in place may keep its size. */
const isSame = (before: Stats, now: Stats): boolean =>
  before.size === now.size && before.mtimeMs === now.mtimeMs;

/** Behind a byte-order mark. */
const startOf = ([a, b, c]: Uint8Array): number => (a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0);

/** @throws {DatasetError} If a byte-order mark says that it is UTF-16. */
function requireNotUtf16([a, b]: Uint8Array, path: string): void {
  if (!(a === 0xff && b === 0xfe) && !(a === 0xfe && b === 0xff)) return;
  throw new DatasetError(
    `${path} is UTF-16: expected text in UTF-8; convert it first, for example by iconv -f UTF-16 -t UTF-8.`,
  );
}

/** After the last line break, so that words stay whole; otherwise before a character that is cut off. */
function endOfFileBlock(bytes: Uint8Array, size: number): number {
  // The last block of a file is not full.
  if (bytes.length < size) return bytes.length;
  const lineEnd = bytes.lastIndexOf(LINE_FEED) + 1;
  if (lineEnd > 0) return lineEnd;
  let end = bytes.length;
  // Bytes within a character are 10xxxxxx; a character has at most four.
  while (end > bytes.length - 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  const first = bytes[end - 1]!;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return end - 1 + length <= bytes.length ? end - 1 + length : end - 1;
}
