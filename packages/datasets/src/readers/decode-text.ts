import { DatasetError } from '../error.js';

const LINE_FEED = 10;

/**
 * Decodes UTF-8 strictly; a byte-order mark is removed.
 *
 * @param file Named in the error.
 * @throws DatasetError that names the first line that is not UTF-8 or holds a NUL character, which text never
 * does and binary files nearly always do.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const text = decode(bytes);
  if (text !== undefined && !text.includes('\0')) return text;
  let line = 1;
  for (let start = 0; ; line++) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed;
    const content = decode(bytes.subarray(start, end));
    if (content === undefined || content.includes('\0')) {
      const found = content === undefined ? 'bytes that are not UTF-8' : 'a NUL character';
      throw new DatasetError(`${file} has ${found} in line ${line}: expected UTF-8 text.`);
    }
    start = end + 1;
  }
}

/** The text, or undefined if it is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
