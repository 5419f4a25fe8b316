import { nodeModuleIfAny } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

type Chunks = AsyncIterable<Uint8Array>;

/** How bytes are compressed: `deflate-raw` is what the entries of zip archives hold. */
type Format = 'gzip' | 'deflate-raw';

/**
 * The decompressed bytes of gzip data, a chunk at a time.
 *
 * @param name What an error calls the data.
 * @param format Default `'gzip'`.
 * @throws DatasetError while reading if the data are corrupt or end too early. An error of `chunks` itself comes
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
    yield* zlib === undefined ? inflateOnTheWeb(input, format) : inflateInNode(input, zlib, format);
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

/** Hands the chunks on, and keeps their own error apart from the errors of decompression. */
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

async function* inflateOnTheWeb(input: Input, format: Format) {
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
