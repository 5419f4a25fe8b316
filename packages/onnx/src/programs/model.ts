import {
  buildModel,
  describeShape,
  type ModelSpec,
  parametersOf,
  type ResolvedLayer,
  resolveSpec,
  type Signal,
  SpecError,
} from '@rnnlab/models';
import type { Graph, Value } from '../graph/graph.js';
import type { DataType, Shape } from '../graph/types.js';
import type { Loss } from '../losses.js';
import { graphOps, type Mode } from '../lowering/graph-ops.js';
import { reshape, transpose } from '../ops/shape.js';
import { splitSizes } from '../ops/slicing.js';

/** A tensor that a program reads: batch-major, with named sizes that are free. */
export interface TensorSpec {
  name: string;
  type: DataType;
  shape: Shape;
}

/** What a model reads, for one batch of `batch` examples, of `steps` time steps if it has any. */
export function modelInputs(spec: ModelSpec, float: DataType = 'float32'): TensorSpec[] {
  const { input } = resolveSpec(spec);
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

/** Parameters by name, cut from the flat vector. */
export function unpackWeights(spec: ModelSpec, vector: Value): Map<string, Value> {
  const parameters = parametersOf(spec);
  const parts = splitSizes(
    vector,
    parameters.map(({ size }) => size),
  );
  return new Map(parameters.map(({ name, shape }, k) => [name, reshape(parts[k]!, shape)]));
}

/**
 * Builds a spec on batch-major inputs; sequences are time-major inside.
 *
 * @param observe - Called with each layer and its output.
 */
export function lowerModel(
  spec: ModelSpec,
  [read, lengths]: Value[],
  weights: Map<string, Value>,
  mode: Mode,
  observe?: (layer: ResolvedLayer, output: Signal<Value>) => void,
): Signal<Value> {
  const perm = read!.shape.map((_, axis) => (lengths && axis < 2 ? 1 - axis : axis));
  const value = lengths ? transpose(read!, perm) : read!;
  return buildModel(graphOps(mode), spec, { value, lengths }, (name) => weights.get(name)!, observe);
}

/**
 * What a model is trained to give: a target for each example, or one for every time step.
 *
 * @throws SpecError if the model gives neither a vector nor a sequence.
 */
export function targetsOf(spec: ModelSpec, loss: Loss, float: DataType): TensorSpec {
  const { output } = resolveSpec(spec);
  if ((output.kind !== 'vector' && output.kind !== 'sequence') || ('oneHot' in output && output.oneHot)) {
    throw new SpecError(
      `The last layer must give a vector or a sequence of numbers, received ${describeShape(output)}: end with a dense layer.`,
    );
  }
  const { type, shape } = loss.target(output.features, float);
  return {
    name: 'targets',
    type,
    shape: ['batch', ...(output.kind === 'sequence' ? [stepsOf(spec)] : []), ...shape],
  };
}

/** The number of time steps. */
function stepsOf(spec: ModelSpec): number | string {
  const { input, output } = resolveSpec(spec);
  const [before, after] = [input, output].map((shape) => ('steps' in shape ? shape.steps : undefined));
  return after ?? before ?? 'steps';
}

/**
 * Trained parameters as constants of a graph, by their names.
 *
 * @param parameters - The flat vector of all of them.
 * @throws Error if the vector has another size.
 */
export function weightConstants(graph: Graph, spec: ModelSpec, parameters: Float32Array): Map<string, Value> {
  const layout = parametersOf(spec);
  const total = layout.reduce((sum, { size }) => sum + size, 0);
  if (parameters.length !== total) {
    throw new Error(`The model has ${total} parameters, received a vector of ${parameters.length}.`);
  }
  return new Map(
    layout.map(({ name, shape, size, offset }): [string, Value] => [
      name,
      graph.constant(name, 'float32', shape, parameters.slice(offset, offset + size)),
    ]),
  );
}
