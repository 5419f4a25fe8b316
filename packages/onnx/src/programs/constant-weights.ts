import { type ModelSpec, parametersOf } from '@rnnlab/models';
import type { Graph, Value } from '../graph/graph.js';

/**
 * Trained parameters as constants of a graph, by their names.
 *
 * @param parameters - The flat vector of all of them.
 * @throws Error if the vector has another size.
 */
export function constantWeights(graph: Graph, spec: ModelSpec, parameters: Float32Array): Map<string, Value> {
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
