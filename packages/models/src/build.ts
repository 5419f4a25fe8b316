import type { Signal } from './layers/index.js';
import type { Ops } from './ops.js';
import { type ResolvedLayer, resolveSpec } from './spec/resolve.js';
import type { ModelSpec } from './spec/spec.js';

/**
 * Builds a model from its spec with an engine's operations.
 *
 * @param input - The value the first layer reads, time-major, with the lengths of its examples if they have time steps.
 * @param weight - The tensor of a parameter by its name.
 * @param observe - Called with each layer and its output.
 * @returns The output of the last layer.
 */
export function buildModel<T>(
  ops: Ops<T>,
  spec: ModelSpec,
  input: { value: T; lengths?: T | undefined },
  weight: (name: string) => T,
  observe?: (layer: ResolvedLayer, output: Signal<T>) => void,
): Signal<T> {
  const resolved = resolveSpec(spec);
  let signal: Signal<T> = { shape: resolved.input, ...input };
  for (const resolvedLayer of resolved.layers) {
    const { index, layer, options, input: shape, output } = resolvedLayer;
    const own = Object.keys(layer.parameters(options, shape)).map((name) => [
      name,
      weight(`${index}.${layer.type}.${name}`),
    ]);
    const shared = Object.entries(layer.shared?.(options) ?? {}).map(([name, of]) => [
      name,
      weight(`${of.layer}.${resolved.layers[of.layer]!.layer.type}.${of.name}`),
    ]);
    const weights = Object.fromEntries([...own, ...shared]);
    signal = layer.apply(ops, options, signal, weights, output);
    observe?.(resolvedLayer, signal);
  }
  return signal;
}
