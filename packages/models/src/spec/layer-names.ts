import type { Layer } from '../layers/index.js';
import { SpecError } from './error.js';
import type { Options, Values } from './option.js';

interface Named {
  layer: Layer;
  options: Values<Options>;
  /** The name in the spec, if there is one. */
  written: unknown;
}

/**
 * The names of a model's layers: the written one, or what kind of layer it is with its number among those of its
 * kind, from 1: `conv1`, `relu1`, `pool1`, `lstm1`, `dense2`.
 *
 * @throws {@link SpecError} if a written name has other characters than expected, or two layers have the same.
 */
export function layerNames(layers: readonly Named[]): string[] {
  const counts = new Map<string, number>();
  const owners = new Map<string, number>();
  return layers.map(({ layer, options, written }, index) => {
    const stem = layer.stem?.(options) ?? layer.type;
    const number = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, number);
    const name =
      written === undefined ? `${stem}${number}` : checked(written, `Layer ${index} (${layer.type})`);
    const owner = owners.get(name);
    if (owner !== undefined) {
      throw new SpecError(
        `Layer ${index} (${layer.type}) is called "${name}", and so is layer ${owner}: expected a name of its own.`,
      );
    }
    owners.set(name, index);
    return name;
  });
}

/** Dots and underscores are left to names of parameters and of values in a graph. */
function checked(name: unknown, where: string): string {
  if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return name;
  throw new SpecError(
    `${where}: name must be letters, digits and hyphens after a letter, received ${JSON.stringify(name)}.`,
  );
}
