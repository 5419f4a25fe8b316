import { initialize, type ModelSpec, parametersOf, resolveSpec } from '@rnnlab/models';
import { type OptimizerSpec, type TensorSpec, trainingProgram } from '@rnnlab/onnx';
import { type Batch, Generator } from '@rnnlab/trainer';
import type { Case } from './cases/case.js';

/** What every engine is given: a model, how it is trained, and the shape of its batches. */
export interface Workload {
  spec: ModelSpec;
  optimizer: OptimizerSpec;
  learningRate: number;
  /** Examples in a batch, and time steps of each. */
  batch: number;
  steps: number;
  /** Batches that are made; training goes round them. */
  batches: number;
  /** Examples of different lengths, padded to `steps`; by default all have `steps`. */
  padded?: boolean;
}

/** A workload with its numbers. */
export interface Prepared extends Workload {
  /** Where each parameter stands in `weights`. */
  parameters: { name: string; shape: readonly number[]; offset: number }[];
  /** The tensors of a batch, with all sizes. */
  tensors: { name: string; type: 'int32' | 'float32'; shape: number[] }[];
  /** Initial parameters, one flat vector. */
  weights: Float32Array;
  data: Batch[];
}

/**
 * What a case times: steps of Adam on batches in rotation. With a higher rate the loss of a CNN on random images leaps, and
 * the rounding of engines with it.
 */
export const prepareCase = ({ spec, batch, steps }: Pick<Case, 'spec' | 'batch' | 'steps'>): Prepared =>
  prepare({ spec, batch, steps, optimizer: { type: 'adam' }, learningRate: 0.0003, batches: 16 });

/** Draws initial weights and batches: the same ones for the same workload. */
export function prepare(workload: Workload, seed = 1): Prepared {
  const generator = new Generator(seed);
  const { spec, optimizer, batch, steps } = workload;
  const sizes: Record<string, number> = { batch, steps };
  const tensors = trainingProgram(spec, optimizer).data.map(({ name, type, shape }: TensorSpec) => ({
    name,
    type: type as 'int32' | 'float32',
    shape: shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!)),
  }));
  const draw = drawer(workload, generator);
  return {
    ...workload,
    parameters: parametersOf(spec).map(({ name, shape, offset }) => ({ name, shape, offset })),
    tensors,
    weights: initialize(spec, () => generator.uniform()),
    data: Array.from({ length: workload.batches }, () =>
      Object.fromEntries(
        tensors.map(({ name, type, shape }) => {
          const size = shape.reduce((product, n) => product * n, 1);
          const values = new (type === 'int32' ? Int32Array : Float32Array)(size);
          return [name, values.map((_, k) => draw(name, k))];
        }),
      ),
    ),
  };
}

/** What an entry of a batch's tensor is: ids and classes below their number, lengths, numbers in [0, 1). */
function drawer({ spec, steps, padded }: Workload, generator: Generator) {
  const below = (limit: number): number => Math.floor(generator.uniform() * limit);
  const { input, output } = resolveSpec(spec);
  const classes = 'features' in output ? output.features : 0;
  const vocabulary = input.kind === 'tokens' ? input.vocabulary : 0;
  return (name: string, index: number): number => {
    switch (name) {
      case 'ids':
        return below(vocabulary);
      case 'targets':
        return below(classes);
      case 'lengths':
        // The first example has no padding, so that the batch is as long as it says.
        return padded && index > 0 ? 1 + below(steps) : steps;
      default:
        return generator.uniform();
    }
  };
}
