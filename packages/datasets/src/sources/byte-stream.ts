import { DatasetError } from '../error.js';
import type { ByteSource } from './byte-source.js';

/**
 * All bytes of a source.
 *
 * @param limit - The most bytes to take into memory.
 * @throws {DatasetError} If there are more.
 */
export async function readAll(source: ByteSource, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.stream()) {
    length += chunk.length;
    if (length > limit) {
      throw new DatasetError(
        `${source.name} has more than ${limit} bytes: expected fewer, to read it whole.`,
      );
    }
    chunks.push(chunk);
  }
  return concatBytes(chunks);
}

/** One array of all parts; the part itself if there is only one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

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
  return { head: concatBytes(first), chunks: chunks() };
}

/** Bytes allocated before anything has arrived; a header may promise more than there is. */
const FIRST_CAPACITY = 64 * 2 ** 20;

/** Takes bytes from a stream in the amounts that a format has. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, or fewer where the stream ends. A view of one chunk if it has them all. */
  async take(count: number): Promise<Uint8Array> {
    await this.#fill();
    if (this.#rest.length >= count) {
      const taken = this.#rest.subarray(0, count);
      this.#rest = this.#rest.subarray(count);
      return taken;
    }
    let taken = new Uint8Array(Math.min(count, FIRST_CAPACITY));
    let length = 0;
    while (length < count && (await this.#fill())) {
      const part = this.#rest.subarray(0, count - length);
      if (length + part.length > taken.length) {
        const larger = new Uint8Array(Math.min(count, 2 * taken.length));
        larger.set(taken.subarray(0, length));
        taken = larger;
      }
      taken.set(part, length);
      length += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return length === taken.length ? taken : taken.subarray(0, length);
  }

  /** Whether nothing is left. */
  async ended(): Promise<boolean> {
    return !(await this.#fill());
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Makes sure that the rest has a byte at least; false at the end. */
  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return false;
      this.#rest = value;
    }
    return true;
  }
}
