import { nodeModuleIfAny } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import type { ByteSource } from './byte-source.js';
import { concatBytes, peek } from './byte-stream.js';

/**
 * The same bytes, decompressed if they begin with the magic bytes of gzip.
 *
 * At most a chunk or two are in memory, but gzip cannot be entered in the middle: `size` reads all of it, and
 * `read` and `stream(start)` decompress what comes before `start` and drop it.
 *
 * Several members one after the other, as in files made by appending, are read where the platform does so
 * (Node does).
 *
 * @throws {DatasetError} While reading if the compressed bytes are corrupt or end too early.
 */
export function gunzip(source: ByteSource): ByteSource {
  async function* stream(start = 0): AsyncGenerator<Uint8Array, void, undefined> {
    if (start > 0 && !(await isGzip(source))) return yield* source.stream(start);
    const { head, chunks } = await peek(source.stream(), 3);
    let skip = start;
    for await (const chunk of hasGzipMagic(head) ? inflate(chunks, source.name) : chunks) {
      if (skip < chunk.length) yield skip === 0 ? chunk : chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
    }
  }
  return {
    name: source.name,
    stream,
    async size() {
      if (!(await isGzip(source))) return source.size();
      let size = 0;
      for await (const chunk of stream()) size += chunk.length;
      return size;
    },
    async read(start, end) {
      if (!(await isGzip(source))) return source.read(start, end);
      const parts: Uint8Array[] = [];
      let wanted = end - start;
      if (wanted <= 0) return new Uint8Array(0);
      for await (const chunk of stream(start)) {
        parts.push(chunk.subarray(0, wanted));
        wanted -= chunk.length;
        if (wanted <= 0) break;
      }
      return concatBytes(parts);
    },
  };
}

/** Whether the source begins with the magic bytes of gzip. */
async function isGzip(source: ByteSource): Promise<boolean> {
  return hasGzipMagic(await source.read(0, 3));
}

/** The two magic bytes of RFC 1952, and the only method it has, deflate. */
export function hasGzipMagic(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

type Chunks = AsyncIterable<Uint8Array>;

/** The format of compressed bytes: `deflate-raw` is what the entries of zip archives hold. */
type Format = 'gzip' | 'deflate-raw';

/**
 * The decompressed bytes of gzip data, a chunk at a time.
 *
 * @param name - What an error calls the data.
 * @param format - Default: `'gzip'`.
 * @throws {DatasetError} While reading if the data are corrupt or end too early. An error of `chunks` itself comes
 * out as it is.
 */
export async function* inflate(
  chunks: Chunks,
  name: string,
  format: Format = 'gzip',
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new Input(chunks);
  const zlib = nodeModuleIfAny('node:zlib');
  const what = format === 'gzip' ? 'gzip' : 'deflate';
  try {
    yield* zlib === undefined ? inflateInBrowser(input, format) : inflateInNode(input, zlib, format);
  } catch (cause) {
    if (input.failed) throw input.failure;
    const reason = (cause as Error).message.replace(/\.$/, '');
    throw new DatasetError(
      /unexpected end|input ended|without|missing|truncated/i.test(reason)
        ? `${name} ends in the middle of its ${what} data: expected the rest.`
        : `${name} has corrupt ${what} data: ${reason}.`,
      { cause },
    );
  }
}

/** Hands the chunks on, and distinguishes their own error from errors of decompression. */
class Input {
  failed = false;
  failure: unknown;
  constructor(private readonly chunks: Chunks) {}

  /** Until there are no more, or `write` gives `false`. */
  async feed(write: (chunk: Uint8Array) => Promise<boolean>): Promise<void> {
    const iterator = this.chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const result = await iterator.next().catch((error: unknown) => {
          this.failed = true;
          this.failure = error;
          throw error;
        });
        if (result.done || !(await write(result.value))) return;
      }
    } finally {
      await iterator.return?.();
    }
  }
}

/** In Node zlib itself is twice as fast as DecompressionStream, whose chunks have 16 KiB. */
async function* inflateInNode(input: Input, zlib: typeof import('node:zlib'), format: Format) {
  const options = { chunkSize: 256 * 1024 };
  const inflater = format === 'gzip' ? zlib.createGunzip(options) : zlib.createInflateRaw(options);
  const writable = () =>
    new Promise<void>((resolve) => {
      const settle = () => {
        inflater.off('drain', settle).off('close', settle);
        resolve();
      };
      inflater.on('drain', settle).on('close', settle);
    });
  const feeding = input
    .feed(async (chunk) => {
      if (!inflater.destroyed && !inflater.write(chunk)) await writable();
      return !inflater.destroyed;
    })
    .then(
      () => void inflater.end(),
      (error: Error) => void inflater.destroy(error),
    );
  try {
    for await (const chunk of inflater) yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
  } finally {
    inflater.destroy();
    await feeding;
  }
}

async function* inflateInBrowser(input: Input, format: Format) {
  const inflater = new DecompressionStream(format);
  const writer = inflater.writable.getWriter();
  const reader = inflater.readable.getReader();
  writer.closed.catch(() => {}); // the reader meets the same error
  const feeding = input
    .feed(async (chunk) => {
      await writer.write(chunk as Uint8Array<ArrayBuffer>);
      return true;
    })
    .then(() => writer.close())
    .catch((error: unknown) => writer.abort(error).catch(() => {}));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await feeding;
  }
}

let table: Uint32Array | undefined;

/**
 * The CRC-32 of zip, gzip and PNG (polynomial 0xEDB88320, reflected).
 *
 * @param crc - That of the bytes before, to resume from. Default: 0.
 * @returns An integer from 0 to 2³² - 1.
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const zlib = nodeModuleIfAny('node:zlib') as
    | { crc32?: (bytes: Uint8Array, crc: number) => number }
    | undefined;
  return zlib?.crc32?.(bytes, crc) ?? crc32ByTable(bytes, crc);
}

/** {@link crc32} where the platform has none. */
export function crc32ByTable(bytes: Uint8Array, crc = 0): number {
  table ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let state = ~crc;
  for (let i = 0; i < bytes.length; i++) state = table[(state ^ bytes[i]!) & 0xff]! ^ (state >>> 8);
  return ~state >>> 0;
}
