import { join } from './join.js';

type Chunks = AsyncIterable<Uint8Array>;

/**
 * The beginning of a stream, and all of it.
 *
 * @returns `head`, which has `length` bytes or more unless the stream ends before, and `chunks`, to be read once.
 */
export async function peek(source: Chunks, length: number): Promise<{ head: Uint8Array; chunks: Chunks }> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let held = 0; held < length; ) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
    held += value.length;
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
