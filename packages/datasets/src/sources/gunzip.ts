import type { ByteSource } from './byte-source.js';
import { inflate } from './inflate.js';
import { join } from './join.js';

type Chunks = AsyncIterable<Uint8Array>;

/**
 * The same bytes, decompressed if they begin with the magic bytes of gzip.
 *
 * At most a chunk or two are in memory, but gzip cannot be entered in the middle: `size` reads all of it, and
 * `read` and `stream(start)` decompress what comes before `start` and drop it.
 *
 * Several members one after the other, as in files made by appending, are read where the platform does so
 * (Node does).
 *
 * @throws DatasetError while reading if the compressed bytes are corrupt or end too early.
 */
export function gunzip(source: ByteSource): ByteSource {
  async function* stream(start = 0): AsyncGenerator<Uint8Array, void, undefined> {
    if (start > 0 && !(await isGzip(source))) return yield* source.stream(start);
    const { head, chunks } = await peek(source.stream());
    let skip = start;
    for await (const chunk of hasMagic(head) ? inflate(chunks, source.name) : chunks) {
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
      return join(parts);
    },
  };
}

/** Whether the source begins with the magic bytes of gzip. */
export async function isGzip(source: ByteSource): Promise<boolean> {
  return hasMagic(await source.read(0, 3));
}

/** The two magic bytes of RFC 1952, and the only method it has, deflate. */
function hasMagic(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** The first three bytes or more, and the chunks from the beginning, read once. */
async function peek(source: Chunks): Promise<{ head: Uint8Array; chunks: Chunks }> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let length = 0; length < 3; ) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* first;
      for (let result = await iterator.next(); !result.done; result = await iterator.next()) {
        yield result.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head: join(first), chunks: chunks() };
}
