import type { ByteSource } from '../../sources/byte-source.js';
import { join } from '../../sources/join.js';
import { type Chunk, exactly, type Footer } from './footer.js';

/** Bytes of the chosen columns of a row group that are in memory at once, about. */
const BUDGET = 2 ** 26;
/** Bytes per read, within these bounds. */
const LEAST = 2 ** 18;
const MOST = 2 ** 23;
/** Bytes between two chunks that are rather read than asked around. Some writers leave gaps between chunks. */
const GAP = 2 ** 12;

/** Neighboring chunks that are read at once. */
interface Run {
  readonly start: number;
  end: number;
  bytes?: Promise<Uint8Array>;
}

/**
 * How the bytes of the chosen chunks of one row group are read: small neighbors together, large ones part by part.
 * No byte of another column is read, except for small gaps.
 */
export function chunkReaders(
  source: ByteSource,
  tail: Footer['tail'],
  chunks: readonly Chunk[],
): Map<Chunk, ChunkBytes> {
  const window = Math.min(MOST, Math.max(LEAST, Math.ceil(BUDGET / Math.max(1, chunks.length))));
  const read = async (start: number, end: number) => {
    if (start < tail.start) return exactly(source, start, end);
    return tail.bytes.subarray(start - tail.start, end - tail.start);
  };
  const readers = new Map<Chunk, ChunkBytes>();
  let run: Run | undefined;
  for (const chunk of [...chunks].sort((a, b) => a.start - b.start)) {
    const near = run !== undefined && chunk.start >= run.start && chunk.start - run.end <= GAP;
    if (run !== undefined && near && chunk.end - run.start <= window) run.end = Math.max(run.end, chunk.end);
    else run = { start: chunk.start, end: chunk.end };
    const shared: Run = run;
    const first = () => {
      shared.bytes ??= read(shared.start, Math.min(shared.end, shared.start + window));
      return shared.bytes;
    };
    readers.set(chunk, new ChunkBytes(read, first, shared.start, chunk.end, window));
  }
  return readers;
}

/** The bytes of one chunk, from its beginning to its end. */
export class ChunkBytes {
  readonly #read: (start: number, end: number) => Promise<Uint8Array>;
  readonly #end: number;
  readonly #window: number;
  #first: (() => Promise<Uint8Array>) | undefined;
  #start: number;
  #held: Uint8Array = new Uint8Array(0);

  /** @param first The first bytes from `start`, which may be before the chunk: it shares them with others. */
  constructor(
    read: (start: number, end: number) => Promise<Uint8Array>,
    first: () => Promise<Uint8Array>,
    start: number,
    end: number,
    window: number,
  ) {
    this.#read = read;
    this.#first = first;
    this.#start = start;
    this.#end = end;
    this.#window = window;
  }

  /**
   * What is in memory from `start`, at least `length` bytes. Places may only grow from call to call.
   *
   * @throws Error if the chunk ends before.
   */
  async from(start: number, length: number): Promise<Uint8Array> {
    if (start + length > this.#end) throw new Error('a page is longer than its column');
    if (this.#first !== undefined) {
      const first = this.#first;
      this.#first = undefined;
      this.#held = await first();
    }
    const heldEnd = this.#start + this.#held.length;
    if (start + length > heldEnd) {
      // What is left of the page that the last read ended in is kept.
      const left = start < heldEnd ? this.#held.subarray(start - this.#start) : this.#held.subarray(0, 0);
      const from = Math.max(start, heldEnd);
      const more = await this.#read(from, Math.min(this.#end, Math.max(start + length, from + this.#window)));
      this.#held = left.length === 0 ? more : join([left, more]);
      this.#start = start;
    }
    return this.#held.subarray(start - this.#start, this.#end - this.#start);
  }
}
