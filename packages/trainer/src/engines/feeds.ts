import type { EvaluationProgram, TensorSpec, TrainingProgram } from '@rnnlab/onnx';
import { TrainingError } from '../error.js';
import type { Batch } from '../examples/examples.js';
import { breather } from './breather.js';
import type { Run } from './engine.js';

/** A tensor on its way to a runtime, row-major. */
export interface Tensor {
  type: 'float32' | 'int32' | 'uint8';
  dims: number[];
  data: Float32Array | Int32Array | Uint8Array;
}

export type Tensors = Record<string, Tensor>;

/** What a training program reads in a run, beside its state. */
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
  const rest = breather();
  for (let k = 0; k < steps; k++) {
    for (const { rate, size, data } of masks) {
      mask(data.subarray(k * size, (k + 1) * size), rate);
      await rest();
    }
  }
  return feeds;
}

/** What an evaluation program reads for a batch, beside the parameters and states that it goes on from. */
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

/** A tensor's sizes, its names filled in. */
const sizes = ({ shape }: TensorSpec, known: Run['shape']): number[] =>
  shape.map((dim) => (typeof dim === 'number' ? dim : known[dim as keyof Run['shape']]));

/** One tensor of some batches of one shape, one after the other. */
function feed(tensor: TensorSpec, batches: Batch[], shape: Run['shape'], leading: number[]): Tensors[string] {
  const dims = sizes(tensor, shape);
  const size = dims.reduce((a, b) => a * b, 1);
  const type = tensor.type as 'float32' | 'int32';
  const data = new (type === 'float32' ? Float32Array : Int32Array)(size * batches.length);
  batches.forEach((batch, k) => {
    const part = batch[tensor.name];
    if (part?.length !== size) {
      throw new TrainingError(
        `The model reads ${tensor.name} of shape [${dims.join(', ')}], received ${part?.length ?? 'no'} entries.`,
      );
    }
    data.set(part, k * size);
  });
  return { type, dims: [...leading, ...dims], data };
}
