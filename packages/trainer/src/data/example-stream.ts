import { type Generator, shown } from '@rnnlab/shared';
import { TrainingError } from '../errors.js';
import type { Batches, BatchSource, EpochPosition } from './batches.js';
import {
  type Batch,
  type Examples,
  featureExamples,
  sequenceExamples,
  type Targets,
  tokenExamples,
} from './examples.js';

/** One example of a stream. All examples of a stream are of one kind. */
export type StreamedExample = { readonly target: number | ArrayLike<number> } & (
  | { readonly ids: ArrayLike<number> }
  /** A vector; with `steps`, a sequence `[steps · width]`. */
  | { readonly features: ArrayLike<number>; readonly steps?: number | undefined }
  /** An image by channel. Bytes are divided by 255. */
  | { readonly pixels: ArrayLike<number> }
);

/**
 * Examples that are read one after another, from the start or from a stored position, such as a `DatasetStream` of
 * `@rnnlab/datasets`. It may be endless.
 */
export interface ExampleStream<Example = StreamedExample> {
  /** @param options - `from`: the position of another iteration, to resume there. */
  iterate(options?: { readonly from?: unknown }): ExampleIteration<Example>;
}

/** One pass over a stream. */
export interface ExampleIteration<Example = StreamedExample> extends AsyncIterator<Example> {
  /** The position after the last example that was read, as JSON. */
  readonly position: unknown;
}

/** Whether the data of a training are a stream of examples. */
export const isExampleStream = (data: object): data is ExampleStream => 'iterate' in data;

type PositionedBatch = StreamedBatch & { position: unknown };

/**
 * Batches of a stream of examples, in its order. It is read one batch ahead, to know which batch is an epoch's last, and
 * which are of one shape.
 */
export class ExampleStreamSource implements BatchSource {
  readonly batchesPerEpoch: number | undefined;
  readonly stateful = false;
  readonly #stream: ExampleStream;
  readonly #size: number;
  #iteration: ExampleIteration | undefined;
  /** Examples that were read in the pass. */
  #examples = 0;
  /** Batches of the epoch that were read, and that were given. */
  #read = 0;
  #given = 0;
  #ahead: PositionedBatch | undefined;

  /**
   * @param size - Examples in a batch; the last one of a pass has the rest.
   * @param batchesPerEpoch - Default: an epoch is one pass.
   */
  constructor(stream: ExampleStream, size: number, batchesPerEpoch?: number) {
    this.#stream = stream;
    this.#size = size;
    this.batchesPerEpoch = batchesPerEpoch;
  }

  startEpoch(_: Generator, { done, position }: EpochPosition): void {
    this.#read = done;
    this.#given = done;
    // With a number of batches, an epoch continues the pass of the epoch before it.
    if (!this.#iteration || this.batchesPerEpoch === undefined) this.#open(position);
  }

  async next(limit: number): Promise<Batches> {
    let read = this.#ahead ?? (await this.#nextOfEpoch());
    if (!read) throw this.#emptyError();
    const { shape } = read;
    const group: PositionedBatch[] = [];
    while (read && group.length < limit && isSameShape(read.shape, shape)) {
      group.push(read);
      read = await this.#nextOfEpoch();
    }
    this.#ahead = read;
    this.#given += group.length;
    const last = read === undefined;
    return {
      batches: group.map(({ batch }) => batch),
      shape,
      last,
      // The next pass begins at the start.
      position: last && this.batchesPerEpoch === undefined ? undefined : group.at(-1)!.position,
    };
  }

  async close(): Promise<void> {
    this.#ahead = undefined;
    await this.#iteration?.return?.();
    this.#iteration = undefined;
  }

  #open(position?: unknown): void {
    this.#iteration = this.#stream.iterate(position === undefined ? {} : { from: position });
    this.#examples = 0;
  }

  /** Reads the next batch of the epoch; undefined when it is over. */
  async #nextOfEpoch(): Promise<PositionedBatch | undefined> {
    if (this.#read === this.batchesPerEpoch) return undefined;
    let read = await this.#nextOfPass();
    if (!read && this.batchesPerEpoch !== undefined) {
      this.#open();
      read = await this.#nextOfPass();
      if (!read) throw this.#emptyError();
    }
    if (read) this.#read++;
    return read;
  }

  async #nextOfPass(): Promise<PositionedBatch | undefined> {
    const iteration = this.#iteration!;
    const examples: StreamedExample[] = [];
    while (examples.length < this.#size) {
      const { done, value } = await iteration.next();
      if (done) break;
      examples.push(value);
    }
    if (examples.length === 0) return undefined;
    const first = this.#examples;
    this.#examples += examples.length;
    // A copy: an iteration may have one object that it changes while more is read ahead.
    return { ...streamedBatch(examples, first), position: structuredClone(iteration.position) };
  }

  #emptyError(): TrainingError {
    return new TrainingError(
      this.#given === 0
        ? 'There is nothing to train on: the stream of examples is empty.'
        : `The stream of examples ended after batch ${this.#given} of an epoch, where there were more before: ` +
            'it must give the same examples each time.',
    );
  }
}

const isSameShape = (a: StreamedBatch['shape'], b: StreamedBatch['shape']): boolean =>
  a.batch === b.batch && a.steps === b.steps;

/** A batch of consecutive examples of a stream. */
interface StreamedBatch {
  batch: Batch;
  shape: { batch: number; steps: number };
}

/**
 * Makes a batch of some examples, one or more, padded to the longest: the same batch as of such examples in memory.
 *
 * @param first - The index of the first of them in the stream, from 0, for errors.
 * @throws {TrainingError} When an example is invalid, or of another kind or size than the others of the batch.
 */
export function streamedBatch(streamed: readonly StreamedExample[], first: number): StreamedBatch {
  try {
    const examples = examplesOf(streamed);
    const indices = Array.from(streamed, (_, k) => k);
    const steps = indices.reduce((most, k) => Math.max(most, examples.steps(k)), 1);
    return { batch: examples.batch(indices, steps), shape: { batch: streamed.length, steps } };
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    const { message } = error;
    throw new TrainingError(
      `In the batch of a stream that begins with its example ${first}: ${message[0]!.toLowerCase()}${message.slice(1)}`,
    );
  }
}

/** Streamed examples as examples in memory. */
function examplesOf(streamed: readonly StreamedExample[]): Examples {
  const kind = kindOf(streamed[0], 0);
  const rows = streamed.map((example, k) => {
    const other = kindOf(example, k);
    if (other === kind) return (example as unknown as Record<Kind, ArrayLike<number>>)[kind];
    throw new TrainingError(`Example ${k} has ${other}, unlike example 0, which has ${kind}.`);
  });
  // All classes or all lists, which the functions below check.
  const targets = streamed.map(({ target }) => target) as unknown as Targets;
  if (kind === 'ids') return tokenExamples({ ids: rows, targets });
  const { steps } = streamed[0] as { steps?: number };
  if (kind === 'features' && steps !== undefined) {
    return sequenceExamples({ sequences: rows, width: widthOf(streamed, rows), targets });
  }
  const scale = kind === 'pixels' && rows[0] instanceof Uint8Array ? 1 / 255 : 1;
  return featureExamples({ data: concatenate(rows), name: kind, scale, targets });
}

const kinds = ['ids', 'features', 'pixels'] as const;
type Kind = (typeof kinds)[number];

function kindOf(example: unknown, index: number): Kind {
  const found = kinds.find((name) => Object.hasOwn(Object(example), name));
  if (found && Object.hasOwn(Object(example), 'target')) return found;
  throw new TrainingError(
    `Example ${index} is ${shown(example)}, expected an object with a target and one of ${kinds.join(', ')}.`,
  );
}

/** Numbers of a time step, the same for all examples. */
function widthOf(streamed: readonly StreamedExample[], rows: readonly ArrayLike<number>[]): number {
  const widths = streamed.map((example, k) => {
    const { steps } = example as { steps?: number };
    const width = rows[k]!.length / (steps ?? Number.NaN);
    if (Number.isInteger(width) && width > 0) return width;
    throw new TrainingError(
      `Example ${k} has ${rows[k]!.length} features, which cannot be divided evenly over ${shown(steps)} as its steps.`,
    );
  });
  const other = widths.findIndex((width) => width !== widths[0]);
  if (other === -1) return widths[0]!;
  throw new TrainingError(
    `Example ${other} has ${widths[other]} features a step, unlike example 0, which has ${widths[0]}.`,
  );
}

/** Numbers of examples of one size, one after the other. */
function concatenate(rows: readonly ArrayLike<number>[]): Float32Array {
  const size = rows[0]!.length;
  const data = new Float32Array(rows.length * size);
  rows.forEach((row, k) => {
    if (row.length !== size) {
      throw new TrainingError(
        `Example ${k} has ${row.length} numbers, unlike example 0, which has ${size}: sequences need their steps.`,
      );
    }
    data.set(row, k * size);
  });
  return data;
}
