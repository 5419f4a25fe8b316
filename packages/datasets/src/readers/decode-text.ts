import { DatasetError } from '../error.js';

const LINE_FEED = 10;
const decoder = new TextDecoder('utf-8', { fatal: true });
const decoderOfParts = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 strictly; a byte-order mark is removed.
 *
 * @param file Named in the error.
 * @throws DatasetError that names the first line that is not UTF-8 or holds a NUL character, which text never
 * does and binary files nearly always do.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  return decode(decoder, bytes) ?? throwFault(bytes, file, 1);
}

/**
 * Decodes a part of a text like {@link decodeText}, but keeps a byte-order mark.
 *
 * @param line The number of the line that `bytes` begin in, asked for only when they have a fault.
 */
export function decodePart(bytes: Uint8Array, file: string, line: () => number): string {
  return decode(decoderOfParts, bytes) ?? throwFault(bytes, file, line());
}

/** The text; undefined if it is none. */
function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    return bytes.includes(0) ? undefined : decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function throwFault(bytes: Uint8Array, file: string, firstLine: number): never {
  for (let line = firstLine, start = 0; ; line++) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const content = bytes.subarray(start, lineFeed < 0 ? bytes.length : lineFeed);
    if (lineFeed < 0 || decode(decoder, content) === undefined) {
      throw new DatasetError(
        isUtf8(content)
          ? `${file} has a NUL character in line ${line}, so it is not text: expected text in UTF-8.`
          : `${file} has bytes that are not UTF-8 in line ${line}: expected text in UTF-8; if it is text, convert it first, ` +
              'for example by iconv -f LATIN1 -t UTF-8.',
      );
    }
    start = lineFeed + 1;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
