import { type ModelSpec, type ResolvedModel, resolveModel } from '@rnnlab/models';
import {
  type EvaluationProgram,
  type LossSpec,
  type OptimizerSpec,
  optimizerOf,
  type TensorSpec,
  type TrainingProgram,
  targetClasses,
  trainingProgram,
} from '@rnnlab/onnx';
import type { Batch } from '../data/examples.js';
import { TrainingError } from '../errors.js';
import type { CompileOptions, Run } from './engine.js';
import { breather } from './event-loop.js';

/** The inputs of a model, for engines: checked, and with dropout masks drawn in the order in which all engines draw them. */
export interface ModelInputs {
  /** Vectors that the optimizer keeps, each as long as that of the parameters. */
  readonly slots: number;
  /** @throws {TrainingError} When an id, a class or a length is out of the model's range. */
  check(batch: Batch, shape: Run['shape']): void;
  /**
   * Makes the tensors of a run, `[run, …]`: those of its batches by name, and the masks `dropout_0`, `dropout_1` and so on, 0
   * or 1, of which those of sequences are time-major.
   */
  training(run: Run): Promise<Tensors>;
  /** Makes the tensors of a batch, without masks. */
  evaluation(batch: Batch, shape: Run['shape']): Tensors;
}

/**
 * Makes the inputs of a model as the engines of this package do, for other engines.
 *
 * @throws {SpecError} When the model, the optimizer or the loss is unknown or has a bad option.
 */
export function modelInputs(
  spec: ModelSpec,
  optimizer: OptimizerSpec,
  { loss }: Pick<CompileOptions, 'loss'> = {},
): ModelInputs {
  const program = trainingProgram(spec, optimizer, { loss });
  return {
    slots: optimizerOf(optimizer).slots,
    check: batchChecker(spec, loss),
    training: (run) => trainingFeeds(program, run),
    evaluation: (batch, shape) => evaluationFeeds({ data: program.data, carried: [] }, batch, shape, false),
  };
}

/** A tensor on its way to a runtime, row-major. */
export interface Tensor {
  type: 'float32' | 'int32' | 'uint8';
  dims: number[];
  data: Float32Array | Int32Array | Uint8Array;
}

/** Tensors by the names of a program's inputs or outputs. */
export type Tensors = Record<string, Tensor>;

/** Makes the feeds of a training program for a run, beside its state. */
export async function trainingFeeds(
  { data, dropout, carried, scalars }: TrainingProgram,
  run: Run,
): Promise<Tensors> {
  const { batches, shape, step, learningRates, mask } = run;
  const steps = batches.length;
  const rows = learningRates.map((learningRate, k) => scalars({ step: step + k, learningRate }));
  const feeds: Tensors = {
    scalars: { type: 'float32', dims: [steps, rows[0]!.length], data: Float32Array.from(rows.flat()) },
  };
  for (const tensor of data) feeds[tensor.name] = feed(tensor, batches, shape, [steps]);
  if (run.resetCarried) Object.assign(feeds, zeroStates(carried, shape));
  // Masks are drawn step by step, so that they do not depend on how many steps share a run.
  const masks = dropout.map((input) => {
    const dims = sizes(input, shape);
    const size = dims.reduce((a, b) => a * b, 1);
    const data = new Uint8Array(size * steps);
    feeds[input.name] = { type: 'uint8', dims: [steps, ...dims], data };
    return { rate: input.rate, size, data };
  });
  const yieldToOthers = breather();
  for (let k = 0; k < steps; k++) {
    for (const { rate, size, data } of masks) {
      mask(data.subarray(k * size, (k + 1) * size), rate);
      await yieldToOthers();
    }
  }
  return feeds;
}

/** Makes the feeds of an evaluation program for a batch, beside the parameters and the carried states. */
export const evaluationFeeds = (
  { data, carried }: Pick<EvaluationProgram, 'data' | 'carried'>,
  batch: Batch,
  shape: Run['shape'],
  resetCarried: boolean,
): Tensors => ({
  ...Object.fromEntries(data.map((tensor) => [tensor.name, feed(tensor, [batch], shape, [])])),
  ...(resetCarried && zeroStates(carried, shape)),
});

const zeroStates = (carried: readonly TensorSpec[], shape: Run['shape']): Tensors =>
  Object.fromEntries(
    carried.map((tensor) => {
      const dims = sizes(tensor, shape);
      return [
        tensor.name,
        { type: 'float32', dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)) },
      ];
    }),
  );

/** A tensor's sizes, with symbolic dimensions filled in. */
const sizes = ({ shape }: TensorSpec, known: Run['shape']): number[] =>
  shape.map((dim) => (typeof dim === 'number' ? dim : known[dim as keyof Run['shape']]));

/** Stacks one tensor of some batches of one shape. */
function feed(tensor: TensorSpec, batches: Batch[], shape: Run['shape'], leading: number[]): Tensors[string] {
  const dims = sizes(tensor, shape);
  const size = dims.reduce((a, b) => a * b, 1);
  const type = tensor.type as 'float32' | 'int32';
  const data = new (type === 'float32' ? Float32Array : Int32Array)(size * batches.length);
  batches.forEach((batch, k) => {
    const entries = batch[tensor.name];
    if (entries?.length !== size) {
      throw new TrainingError(
        `The model reads ${tensor.name} of shape [${dims.join(', ')}], received ${entries?.length ?? 'no'} entries.`,
      );
    }
    data.set(entries, k * size);
  });
  return { type, dims: [...leading, ...dims], data };
}

/**
 * Makes a check that a batch's ids, targets and lengths are in a model's range. Runtimes do not check: a class too large has
 * no loss, a negative one counts from the end. Padding may hold anything.
 */
export function batchChecker(
  spec: ModelSpec | ResolvedModel,
  loss: LossSpec = { type: 'softmax-cross-entropy' },
): (batch: Batch, shape: Run['shape']) => void {
  const { input, output } = resolveModel(spec);
  const vocabulary = input.kind === 'tokens' ? input.vocabulary : undefined;
  const classes = 'features' in output ? targetClasses(loss, output.features) : undefined;
  return ({ ids, lengths, targets }, { batch, steps }) => {
    const length = (row: number): number => lengths?.[row] ?? steps;
    for (let row = 0; row < batch; row++) {
      expectInRange('A length', length(row), steps + 1, `of a batch with ${steps} steps`);
      for (let k = row * steps; k < row * steps + length(row); k++) {
        expectInRange('An id', ids?.[k], vocabulary, `of a vocabulary of ${vocabulary}`);
        if (output.kind === 'sequence')
          expectInRange('A target', targets?.[k], classes, `of ${classes} classes`);
      }
      if (output.kind === 'vector')
        expectInRange('A target', targets?.[row], classes, `of ${classes} classes`);
    }
  };
}

function expectInRange(name: string, value: number | undefined, end: number | undefined, of: string): void {
  if (value === undefined || end === undefined) return;
  if (Number.isInteger(value) && value >= 0 && value < end) return;
  throw new TrainingError(`${name} is ${value}, expected a whole number from 0 to ${end - 1} ${of}.`);
}
