import { closeSync, openSync, readSync } from 'node:fs';
import { reasonFor } from '../errors/system.js';
import { UsageError } from '../errors/usage-error.js';
import { BLOCK, codePoints, type TextBlocks } from './blocks.js';

const LINE_FEED = 10;

/**
 * A UTF-8 file as blocks that are read again when they are needed: of a file of any size, only where they begin is in
 * memory. It is read once to find that, and to see that it is text.
 *
 * @throws UsageError if it cannot be read, or is not UTF-8 text.
 */
export function fileBlocks(path: string, size = BLOCK): TextBlocks {
  const file = open(path);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const starts: number[] = [];
  const sizes: number[] = [];
  const buffer = new Uint8Array(size);
  const read = (into: Uint8Array, at: number): number => {
    let filled = 0;
    for (;;) {
      const count = readSync(file, into, filled, into.length - filled, at + filled);
      filled += count;
      if (count === 0 || filled === into.length) return filled;
    }
  };
  try {
    const beginning = buffer.subarray(0, read(buffer, 0));
    requireNotUtf16(beginning, path);
    let at = startOf(beginning);
    for (let line = 1; ; ) {
      starts.push(at);
      const filled = read(buffer, at);
      if (filled === 0) break;
      const bytes = buffer.subarray(0, endOfBlock(buffer.subarray(0, filled), size));
      sizes.push(codePoints(decode(bytes, decoder, path, line)));
      at += bytes.length;
      line += bytes.reduce((count, byte) => count + Number(byte === LINE_FEED), 0);
    }
  } finally {
    closeSync(file);
  }
  return {
    name: path,
    sizes,
    read(index) {
      const bytes = new Uint8Array(starts[index + 1]! - starts[index]!);
      const file = open(path);
      try {
        if (readSync(file, bytes, 0, bytes.length, starts[index]!) === bytes.length)
          return decoder.decode(bytes);
      } catch {
        // Told below.
      } finally {
        closeSync(file);
      }
      throw new UsageError(`${path} was changed while it was read: start again when it is whole.`);
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${reasonFor(error) ?? (error as Error).message}.`);
  }
}

/** Behind a byte-order mark. */
const startOf = ([a, b, c]: Uint8Array): number => (a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0);

/** @throws UsageError if a byte-order mark says that it is UTF-16. */
function requireNotUtf16([a, b]: Uint8Array, path: string): void {
  if (!(a === 0xff && b === 0xfe) && !(a === 0xfe && b === 0xff)) return;
  throw new UsageError(
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

function decode(
  bytes: Uint8Array,
  decoder: InstanceType<typeof TextDecoder>,
  path: string,
  line: number,
): string {
  try {
    if (!bytes.includes(0)) return decoder.decode(bytes);
  } catch {
    // The line is named below.
  }
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
    const part = bytes.subarray(start, end);
    try {
      decoder.decode(part);
      if (part.includes(0)) {
        throw new UsageError(
          `${path} has a NUL character in line ${line}, so it is not text: expected text in UTF-8.`,
        );
      }
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(
        `${path} has bytes that are not UTF-8 in line ${line}: expected text in UTF-8; if it is text, convert it first, ` +
          'for example by iconv -f LATIN1 -t UTF-8.',
      );
    }
    start = end;
  }
}
