import type { Stats } from 'node:fs';
import { nodeModule, systemError } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { decodePart } from '../readers/decode-text.js';
import { requireNode } from '../require-node.js';
import { requirePath } from '../require-path.js';
import { blockSize, codePoints, type TextBlockOptions, TextBlocks } from './text-blocks.js';

const LINE_FEED = 10;

/**
 * A UTF-8 file as blocks that are read again when they are needed: of a file of any size, only where they begin is in
 * memory. It is read once, now, to find that, and to see that it is text. A byte-order mark is not part of it. A block of a
 * file that was changed since then is refused. Needs Node.
 *
 * @throws DatasetError if it cannot be read, or names the line that is not UTF-8 text.
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
      const bytes = buffer.subarray(0, endOfBlock(buffer.subarray(0, filled), size));
      sizes.push(codePoints(decodePart(bytes, path, () => line)));
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
        return decodePart(bytes, path, () => 1);
      }
    } catch {
      // Told below.
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

/** @throws DatasetError if a byte-order mark says that it is UTF-16. */
function requireNotUtf16([a, b]: Uint8Array, path: string): void {
  if (!(a === 0xff && b === 0xfe) && !(a === 0xfe && b === 0xff)) return;
  throw new DatasetError(
    `${path} is UTF-16: expected text in UTF-8; convert it first, for example by iconv -f UTF-16 -t UTF-8.`,
  );
}

/** After the last line break, so that words stay whole; otherwise before a character that is cut off. */
function endOfBlock(bytes: Uint8Array, size: number): number {
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
