import { type ModelSpec, resolveSpec, type Signal, SpecError } from '@rnnlab/models';
import { suggestion } from '@rnnlab/shared';
import type { Graph, Value } from '../graph/graph.js';
import { identity } from '../ops/identity.js';
import { oneHot } from '../ops/one-hot.js';
import { transpose } from '../ops/transpose.js';

/** What files and graphs call their own inputs and outputs. */
const taken = ['ids', 'lengths', 'features', 'pixels', 'logits', 'probabilities'];

/** @throws SpecError if a model has no layer of a name, or its output cannot have that name. */
export function requireLayers(spec: ModelSpec, names: readonly string[]): void {
  const known = resolveSpec(spec).layers.map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) {
      throw new SpecError(`The model has no layer "${name}"${suggestion(name, known)}.`);
    }
    if (taken.includes(name)) {
      throw new SpecError(
        `The output of layer "${name}" cannot be exported, as the file has a tensor of that name: call the layer otherwise.`,
      );
    }
  }
}

/**
 * Adds outputs of layers to a graph, batch-major, each under the name of its layer.
 *
 * @param lengths - The valid steps of the input, if it has any: only other lengths are told.
 */
export function addLayerOutputs(
  graph: Graph,
  layers: ReadonlyMap<string, Signal<Value>>,
  lengths: Value | undefined,
): void {
  for (const [name, { shape, value, lengths: own }] of layers) {
    const vectors =
      shape.kind === 'sequence' && shape.oneHot ? oneHot(value, shape.features, 'float32') : value;
    // A value of its own: layers that do nothing here, such as dropout, hand on the one before.
    graph.output(name, shape.kind === 'sequence' ? transpose(vectors, [1, 0, 2]) : identity(vectors));
    if (own && own !== lengths) graph.output(`${name}.lengths`, identity(own));
  }
}
