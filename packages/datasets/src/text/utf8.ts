import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { concatBytes } from '../sources/byte-stream.js';

const LINE_FEED = 10;
const decoder = new TextDecoder('utf-8', { fatal: true });
const decoderOfParts = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 strictly; a byte-order mark is removed.
 *
 * @param file - Named in the error.
 * @throws {DatasetError} That names the first line that is not UTF-8 or holds a NUL character, which text never
 * does and binary files nearly always do.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  return decode(decoder, bytes) ?? throwDecodeError(bytes, file, 1);
}

/**
 * Decodes a part of a text like {@link decodeText}, but keeps a byte-order mark.
 *
 * @param line - The number of the line that `bytes` begin in, asked for only when they have a fault.
 */
export function decodeTextPart(bytes: Uint8Array, file: string, line: () => number): string {
  return decode(decoderOfParts, bytes) ?? throwDecodeError(bytes, file, line());
}

/** The text; undefined if it is none. */
function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    return bytes.includes(0) ? undefined : decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function throwDecodeError(bytes: Uint8Array, file: string, firstLine: number): never {
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

/**
 * Bytes that are decoded at a time. Larger blocks make strings that outlive the youngest generation of the heap,
 * and halve the speed.
 */
const BLOCK = 64 * 1024;
const NOTHING = new Uint8Array(0);

/** A part of a text that ends between two characters. */
interface DecodedBlock {
  readonly text: string;
  /** Its size in UTF-8. */
  readonly bytes: number;
}

/** The text of a source from a byte position on, block by block. */
export class DecodedBlocks {
  readonly #name: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** Bytes received and not yet decoded. */
  #rest: Uint8Array = NOTHING;

  /** @param start - A position between two characters. */
  constructor(source: ByteSource, start: number) {
    this.#name = source.name;
    this.#chunks = source.stream(start)[Symbol.asyncIterator]();
  }

  /**
   * The next block; undefined after the last one.
   *
   * @param line - The number of the line in which the block begins, asked for only when it has a fault.
   * @throws {DatasetError} With that line if the block is not UTF-8 or holds a NUL character.
   */
  async next(line: () => number): Promise<DecodedBlock | undefined> {
    let end = wholeCharacters(this.#rest);
    while (end === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) {
        end = this.#rest.length; // without the end of its last character, if it has not been decoded by now
        if (end === 0) return undefined;
      } else {
        this.#rest = this.#rest.length === 0 ? value : concatBytes([this.#rest, value]);
        end = wholeCharacters(this.#rest);
      }
    }
    const bytes = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return { text: decodeTextPart(bytes, this.#name, line), bytes: bytes.length };
  }

  /** Reads on without decoding, up to the end or `limit` bytes. */
  async discard(limit: number): Promise<void> {
    for (let read = 0; read < limit; ) {
      const { done, value } = await this.#chunks.next();
      if (done) return;
      read += value.length;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** The length of the longest block that does not cut a character; 0 if there are too few bytes. */
function wholeCharacters(bytes: Uint8Array): number {
  const end = Math.min(BLOCK, bytes.length);
  for (let at = end - 1; at >= 0 && at >= end - 4; at--) {
    const byte = bytes[at]!;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return at + (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) <= end ? end : at;
  }
  return end; // four bytes that continue a character are none: the decoder will say so
}
