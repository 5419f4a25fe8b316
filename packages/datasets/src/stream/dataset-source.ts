import type { ExampleSource } from '../dataset.js';
import { countIn, readPosition } from './position.js';
import type { StreamPosition, StreamSource } from './stream-source.js';
import { DONE, type Now, VerbCursor } from './verb-cursor.js';

/**
 * The examples of a dataset, in order.
 *
 * @param steps A short text that differs between datasets that were chosen or ordered differently.
 */
export function datasetSource<T>(dataset: ExampleSource<T>, steps: string): StreamSource<T> {
  const at = `a dataset of ${dataset.length} examples (${steps})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['index']);
      const index = position === undefined ? 0 : countIn(at, 'index', position.index, dataset.length);
      return new DatasetCursor(dataset, at, index);
    },
  };
}

class DatasetCursor<T> extends VerbCursor<T> {
  readonly #dataset: ExampleSource<T>;
  readonly #at: string;
  #index: number;

  constructor(dataset: ExampleSource<T>, at: string, index: number) {
    super();
    this.#dataset = dataset;
    this.#at = at;
    this.#index = index;
  }

  nextNow(): Now<T> {
    if (this.#index >= this.#dataset.length) return DONE;
    return { done: false, value: this.#dataset.at(this.#index++) };
  }

  async wait(): Promise<void> {}

  position(): StreamPosition {
    return { at: this.#at, index: this.#index };
  }

  async close(): Promise<void> {}
}
