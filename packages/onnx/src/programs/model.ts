import { describeShape, type ResolvedModel, SpecError } from '@rnnlab/models';
import type { Graph, Value } from '../graph/graph.js';
import type { DataType, Shape } from '../graph/types.js';
import type { Loss } from '../losses.js';
import { reshape } from '../ops/shape.js';
import { splitSizes } from '../ops/slicing.js';

/** A tensor that a program reads: batch-major, with names for the sizes that are free. */
export interface TensorSpec {
  /** The name of the input. */
  name: string;
  /** The element type. */
  type: DataType;
  /** Sizes, or their names. */
  shape: Shape;
}

/** The tensors that a model reads, for one batch of `batch` examples, of `steps` time steps if it has any. */
export function modelInputs({ input }: ResolvedModel, float: DataType = 'float32'): TensorSpec[] {
  const lengths: TensorSpec = { name: 'lengths', type: 'int32', shape: ['batch'] };
  switch (input.kind) {
    case 'tokens':
      return [{ name: 'ids', type: 'int32', shape: ['batch', input.steps ?? 'steps'] }, lengths];
    case 'sequence':
      return [
        { name: 'features', type: float, shape: ['batch', input.steps ?? 'steps', input.features] },
        lengths,
      ];
    case 'image':
      return [{ name: 'pixels', type: float, shape: ['batch', input.channels, input.height, input.width] }];
    case 'vector':
      return [{ name: 'features', type: float, shape: ['batch', input.features] }];
  }
}

/** Declares a program's tensors as inputs of a graph. */
export const declare = (graph: Graph, tensors: readonly TensorSpec[]): Value[] =>
  tensors.map(({ name, type, shape }) => graph.input(name, type, shape));

/** Parameters by name, split from the flat vector. */
export function unpackWeights({ parameters }: ResolvedModel, vector: Value): Map<string, Value> {
  const parts = splitSizes(
    vector,
    parameters.map(({ size }) => size),
  );
  return new Map(parameters.map(({ name, shape }, k) => [name, reshape(parts[k]!, shape)]));
}

/**
 * The targets that a model is trained on: one for each example, or one for every time step.
 *
 * @throws {SpecError} If the model gives neither a vector nor a sequence.
 */
export function targetsOf(model: ResolvedModel, loss: Loss, float: DataType): TensorSpec {
  const { output } = model;
  if ((output.kind !== 'vector' && output.kind !== 'sequence') || ('oneHot' in output && output.oneHot)) {
    throw new SpecError(
      `The last layer must give a vector or a sequence of numbers, received ${describeShape(output)}: end with a dense layer.`,
    );
  }
  const { type, shape } = loss.target(output.features, float);
  return {
    name: 'targets',
    type,
    shape: ['batch', ...(output.kind === 'sequence' ? [stepsOf(model)] : []), ...shape],
  };
}

/** The number of time steps. */
function stepsOf({ input, output }: ResolvedModel): number | string {
  const [before, after] = [input, output].map((shape) => ('steps' in shape ? shape.steps : undefined));
  return after ?? before ?? 'steps';
}

/**
 * Trained parameters as constants of a graph, by their names.
 *
 * @param vector - The flat vector of all parameters.
 * @throws {Error} If the vector has another size.
 */
export function weightConstants(
  graph: Graph,
  { parameters, size }: ResolvedModel,
  vector: Float32Array,
): Map<string, Value> {
  if (vector.length !== size) {
    throw new Error(`The model has ${size} parameters, received a vector of ${vector.length}.`);
  }
  return new Map(
    parameters.map(({ name, shape, size, offset }): [string, Value] => [
      name,
      graph.constant(name, 'float32', shape, vector.slice(offset, offset + size)),
    ]),
  );
}
