import type { Generator } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { ExampleIteration, ExampleStream, StreamedExample } from '../examples/example-stream.js';
import { type StreamedBatch, streamedBatch } from '../examples/streamed-batch.js';
import type { Batches, BatchSource, Place } from './source.js';

type Read = StreamedBatch & { position: unknown };

/**
 * Examples in the order in which a stream gives them. It is read one batch ahead, so that it is known which batch is an
 * epoch's last, and which are of one shape.
 */
export class ExampleStreamSource implements BatchSource {
  readonly batchesPerEpoch: number | undefined;
  readonly carries = false;
  readonly #stream: ExampleStream;
  readonly #size: number;
  #iteration: ExampleIteration | undefined;
  /** Examples that the iteration gave. */
  #given = 0;
  /** Batches of the epoch that were read. */
  #read = 0;
  #done = 0;
  #ahead: Read | undefined;

  /**
   * @param size - Examples in a batch; the last one of a pass has what is left.
   * @param batchesPerEpoch - By default an epoch is one pass.
   */
  constructor(stream: ExampleStream, size: number, batchesPerEpoch?: number) {
    this.#stream = stream;
    this.#size = size;
    this.batchesPerEpoch = batchesPerEpoch;
  }

  begin(_: Generator, { done, position }: Place): void {
    this.#read = done;
    this.#done = done;
    // With a number of batches it goes on in the pass that the epoch before began.
    if (!this.#iteration || this.batchesPerEpoch === undefined) this.#open(position);
  }

  async next(most: number): Promise<Batches> {
    let read = this.#ahead ?? (await this.#next());
    if (!read) throw this.#nothing();
    const { shape } = read;
    const reads: Read[] = [];
    while (read && reads.length < most && isSame(read.shape, shape)) {
      reads.push(read);
      read = await this.#next();
    }
    this.#ahead = read;
    this.#done += reads.length;
    const last = read === undefined;
    return {
      batches: reads.map(({ batch }) => batch),
      shape,
      last,
      // The next pass begins at the start.
      position: last && this.batchesPerEpoch === undefined ? undefined : reads.at(-1)!.position,
    };
  }

  async close(): Promise<void> {
    this.#ahead = undefined;
    await this.#iteration?.return?.();
    this.#iteration = undefined;
  }

  #open(position?: unknown): void {
    this.#iteration = this.#stream.iterate(position === undefined ? {} : { from: position });
    this.#given = 0;
  }

  /** The next batch of the epoch; undefined when it is over. */
  async #next(): Promise<Read | undefined> {
    if (this.#read === this.batchesPerEpoch) return undefined;
    let read = await this.#nextOfPass();
    if (!read && this.batchesPerEpoch !== undefined) {
      this.#open();
      read = await this.#nextOfPass();
      if (!read) throw this.#nothing();
    }
    if (read) this.#read++;
    return read;
  }

  async #nextOfPass(): Promise<Read | undefined> {
    const iteration = this.#iteration!;
    const examples: StreamedExample[] = [];
    while (examples.length < this.#size) {
      const { done, value } = await iteration.next();
      if (done) break;
      examples.push(value);
    }
    if (examples.length === 0) return undefined;
    const first = this.#given;
    this.#given += examples.length;
    // A copy: an iteration may have one object that it changes while more is read ahead.
    return { ...streamedBatch(examples, first), position: structuredClone(iteration.position) };
  }

  #nothing(): TrainingError {
    return new TrainingError(
      this.#done === 0
        ? 'There is nothing to train on: the stream of examples is empty.'
        : `The stream of examples ended after the batch ${this.#done} of an epoch, where it went on before: ` +
            'it must give the same examples each time.',
    );
  }
}

const isSame = (a: Read['shape'], b: Read['shape']): boolean => a.batch === b.batch && a.steps === b.steps;
