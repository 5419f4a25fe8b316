import type { DatasetCard } from '../card.js';
import { Dataset } from '../dataset.js';
import { StreamIteration } from './stream-iteration.js';
import type { StreamPosition, StreamSource } from './stream-source.js';

export type { Json, StreamCursor, StreamPosition, StreamSource } from './stream-source.js';

/**
 * Examples that are read one after another, as they come: from a file that is too large for memory, from the
 * net, from a generator. It may be endless. It can be iterated any number of times, each time from the start, or
 * on from a position that was stored.
 *
 * Every verb returns a new stream and reads nothing.
 *
 * @example
 * const iteration = stream.iterate();
 * for await (const example of iteration) {
 *   if (enough(example)) break;
 * }
 * const stored = JSON.stringify(iteration.position);
 * // later, in another process:
 * for await (const example of stream.iterate({ from: JSON.parse(stored) })) console.log(example); // the rest
 */
export class DatasetStream<T> implements AsyncIterable<T> {
  /** Name, licence, features and so on, where they are known. */
  readonly card: DatasetCard | undefined;
  readonly #source: StreamSource<T>;

  constructor(source: StreamSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /**
   * Starts to read.
   *
   * @param options.from The position of an iteration of the same pipeline, to go on there. Default: the start.
   * @throws DatasetError if the position is of another pipeline.
   */
  iterate(options: { readonly from?: StreamPosition } = {}): StreamIteration<T> {
    return new StreamIteration(this.#source, options.from);
  }

  [Symbol.asyncIterator](): StreamIteration<T> {
    return this.iterate();
  }

  /** Reads everything into an array. Does not end if the stream is endless: use `take` first. */
  async toArray(): Promise<T[]> {
    const examples: T[] = [];
    for await (const example of this) examples.push(example);
    return examples;
  }

  /** Reads everything into memory, for random access. Does not end if the stream is endless: use `take` first. */
  async toDataset(): Promise<Dataset<T>> {
    return Dataset.from(await this.toArray(), this.card);
  }
}
