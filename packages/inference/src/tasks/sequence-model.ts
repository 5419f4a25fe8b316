import { padRows, shown, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { LayerInfo } from '../file/check-graph.js';
import type { SequenceFile } from '../file/model-file.js';
import { type Feed, guardSession, type Session } from '../session.js';
import { batchesByLength, runBatches } from './batches.js';
import {
  chooseLayers,
  type FeaturesOptions,
  type LayerOutput,
  type LayerOutputs,
  layerOutputsOf,
  outputNames,
} from './layer-outputs.js';
import { type ClassProbability, type PredictOptions, topClasses, topOption } from './top-classes.js';

/** The prediction for one sequence. */
export interface SequencePrediction {
  /** The likeliest classes, best first. */
  classes: ClassProbability[];
}

/** A loaded model that reads sequences of ids (`tokens`) or of vectors (`sequence`), for each a class or labels of steps. */
export interface SequenceModel<Input extends 'tokens' | 'sequence' = 'tokens' | 'sequence'> {
  readonly input: Input;
  /** `classification`: one class for a sequence. `labeling`: probabilities for each step. */
  readonly task: 'classification' | 'labeling';
  /** Names of the classes; of the outputs of a step, if they have any. */
  readonly labels: readonly string[];
  readonly title: string;
  /** The origin of the model: dataset, split, seed, test accuracy and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** Numbers of one step: 1 for ids. */
  readonly width: number;
  /** Names of the layers that {@link SequenceModel.features} gives. */
  readonly layers: readonly string[];
  /**
   * Predicts the likeliest classes of each sequence, in the order given. How sequences are grouped makes no difference.
   *
   * @param sequences - Ids of the steps, or `steps · width` numbers, one step after the other.
   * @throws {InferenceError} When a sequence is empty or cannot be read, if the model labels steps, and after `close`
   */
  predict(sequences: readonly Sequence[], options?: PredictOptions): Promise<SequencePrediction[]>;
  /**
   * Computes the probabilities of all classes for each sequence, `[classes]`, or of a model that labels steps `[steps, outputs]`.
   *
   * @throws {InferenceError} As `predict` does.
   */
  probabilities(sequences: readonly Sequence[]): Promise<LayerOutput[]>;
  /**
   * Computes the outputs of layers for each sequence: `[steps, features]` without padding, or `[features]` where no time is left.
   *
   * @throws {InferenceError} As `predict` does, and for a layer that the file does not give.
   */
  features(sequences: readonly Sequence[], options?: FeaturesOptions): Promise<LayerOutputs[]>;
  /** Releases the model after pending calls. */
  close(): Promise<void>;
}

/**
 * Makes a model of a file and the session that runs it. One step of zeros is predicted, so that a model that
 * cannot work fails here.
 *
 * @throws {InferenceError} When it does not work.
 */
export async function sequenceModel(file: SequenceFile, session: Session): Promise<SequenceModel> {
  const { input, task, labels, title, provenance, layers, width = 1, steps } = file;
  const guard = guardSession(session, labels.length);
  const answer: LayerInfo = { name: 'probabilities', perStep: task === 'labeling' };

  async function compute(
    sequences: readonly Sequence[],
    outputs: readonly LayerInfo[],
  ): Promise<LayerOutputs[]> {
    const lengths = sequences.map((sequence) => sequence.length / width);
    const batches = batchesByLength(steps === undefined ? lengths : lengths.map(() => steps), width);
    return runBatches(batches, async (batch) => {
      const feeds = feedsOf(
        file,
        batch.map((k) => sequences[k]!),
      );
      const results = await guard.run(feeds, outputNames(outputs));
      return batch.map((k, row) => layerOutputsOf(results, outputs, row, lengths[k]));
    });
  }

  async function probabilitiesOf(sequences: readonly Sequence[]): Promise<LayerOutput[]> {
    const rows = (await compute(sequences, [answer])).map(({ probabilities }) => probabilities!);
    if (rows.every(({ data }) => data.every(Number.isFinite))) return rows;
    throw new InferenceError(
      'ONNX Runtime gave probabilities that are not numbers: the weights are damaged.',
    );
  }

  await probabilitiesOf([new Float32Array(width)]);

  return {
    input,
    task,
    labels,
    title,
    provenance,
    width,
    layers: layers.map(({ name }) => name),
    async predict(sequences, options) {
      const top = topOption(options);
      if (task === 'labeling') {
        throw new InferenceError(
          'The model labels every step and has no classes; `probabilities` gives what it says of each.',
        );
      }
      const rows = await guard.whileOpen(async () => probabilitiesOf(checkSequences(file, sequences)));
      return rows.map(({ data }) => ({ classes: topClasses(data, labels, top) }));
    },
    probabilities: (sequences) =>
      guard.whileOpen(async () => probabilitiesOf(checkSequences(file, sequences))),
    async features(sequences, options) {
      const chosen = chooseLayers(layers, options);
      return guard.whileOpen(async () => compute(checkSequences(file, sequences), chosen));
    },
    close: guard.close,
  };
}

/** A padded batch as the graph reads it. */
function feedsOf(
  { reads, width = 1, steps: fixed }: SequenceFile,
  batch: readonly Sequence[],
): Record<string, Feed> {
  const longest = batch.reduce((most, { length }) => Math.max(most, length / width), 0);
  const steps = fixed ?? longest;
  const size = batch.length * steps * width;
  const dims = [batch.length, steps];
  const into = reads === 'ids' ? new Int32Array(size) : new Float32Array(size);
  const lengths: Feed = { type: 'int32', data: padRows(batch, steps, into, width), dims: [batch.length] };
  return into instanceof Int32Array
    ? { ids: { type: 'int32', data: into, dims }, lengths }
    : { features: { type: 'float32', data: into, dims: [...dims, width] }, lengths };
}

/** Ids, one for each step; or the numbers of all steps, one step after the other. */
export type Sequence = ArrayLike<number>;

/**
 * Checks some sequences.
 *
 * @throws {InferenceError} For a value that is not an array of sequences that the model can read
 */
function checkSequences(file: SequenceFile, sequences: readonly Sequence[]): Sequence[] {
  if (!Array.isArray(sequences)) {
    throw new InferenceError(
      `Sequences must be an array of arrays of numbers, received ${shown(sequences)}.`,
    );
  }
  return Array.from(sequences as readonly unknown[], (sequence, k) => checkSequence(file, sequence, k));
}

function checkSequence(file: SequenceFile, value: unknown, k: number): Sequence {
  const { width = 1, steps } = file;
  const name = `sequences[${k}]`;
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new InferenceError(`${name} must be an array of numbers, received ${shown(value)}.`);
  }
  const sequence = value as unknown as Sequence;
  if (sequence.length === 0 || sequence.length % width !== 0) {
    const expected = width === 1 ? 'at least one step' : `one or more steps of ${width}`;
    throw new InferenceError(`${name} has ${sequence.length} numbers, expected ${expected}.`);
  }
  if (steps !== undefined && sequence.length / width > steps) {
    throw new InferenceError(`${name} has ${sequence.length / width} steps, expected at most ${steps}.`);
  }
  const ids = file.input === 'tokens' ? wholeNumber(0, file.vocabulary - 1) : undefined;
  const accepts = ids?.accepts ?? Number.isFinite;
  for (let i = 0; i < sequence.length; i++) {
    if (accepts(sequence[i])) continue;
    const expected = ids ? `ids, each ${ids.expected}` : 'numbers';
    throw new InferenceError(`${name} must have ${expected}, received ${shown(sequence[i])} at ${i}.`);
  }
  return sequence;
}
