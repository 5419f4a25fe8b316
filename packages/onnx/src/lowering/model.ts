import {
  buildModel,
  type ModelSpec,
  parametersOf,
  type ResolvedLayer,
  resolveSpec,
  type Signal,
} from '@rnnlab/models';
import type { Graph, Value } from '../graph/graph.js';
import type { DataType, Shape } from '../graph/types.js';
import { splitSizes } from '../ops/concat.js';
import { reshape } from '../ops/reshape.js';
import { transpose } from '../ops/transpose.js';
import { graphOps, type Mode } from './graph-ops.js';

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
export function unpack(spec: ModelSpec, vector: Value): Map<string, Value> {
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
