/** What is allocated before anything has arrived; a header may promise more than there is. */
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
