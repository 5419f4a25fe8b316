import { isCustomName, isRnnlabError, type Options, shown } from '@rnnlab/shared';
import { SpecError } from './errors.js';
import type { Random } from './initializers.js';
import { type Applied, formatShape, type Signal } from './layers/layer.js';
import type { Ops } from './ops.js';
import { ownParameters, type Parameter } from './parameters.js';
import { type ResolvedModel, resolveModel } from './resolve.js';
import type { ModelSpec, ResolvedLayer } from './spec.js';

/**
 * Builds a model from its spec with an engine's operations.
 *
 * @param ops - The engine's operations.
 * @param model - The model.
 * @param input - The value of the model's input, time-major, with the lengths of its examples if they have time steps.
 * @param weight - The tensor of a parameter by its name.
 * @param observe - Called with each layer and its output.
 * @returns The output of the last layer.
 */
export function buildModel<T>(
  ops: Ops<T>,
  model: ModelSpec | ResolvedModel,
  input: { value: T; lengths?: T | undefined },
  weight: (name: string) => T,
  observe?: (layer: ResolvedLayer, output: Signal<T>) => void,
): Signal<T> {
  const resolved = resolveModel(model);
  let signal: Signal<T> = { shape: resolved.input, ...input };
  for (const resolvedLayer of resolved.layers) {
    const { index, layer, options, output } = resolvedLayer;
    const own = ownParameters(resolvedLayer).map(([name]) => [
      name,
      weight(`${index}.${layer.type}.${name}`),
    ]);
    const shared = Object.entries(layer.shared?.(options) ?? {}).map(([name, of]) => [
      name,
      weight(`${of.layer}.${resolved.layers[of.layer]!.layer.type}.${of.name}`),
    ]);
    const weights = Object.fromEntries([...own, ...shared]);
    const before = signal;
    const { value, lengths = before.lengths } = inLayer(resolvedLayer, () => {
      const applied: Applied<T> | undefined = layer.apply(ops, options, before, weights, output);
      if (applied?.value !== undefined) return applied;
      throw new SpecError(`apply must give { value }, received ${shown(applied)}.`);
    });
    const hasSteps = output.kind === 'sequence' || output.kind === 'tokens';
    signal = { shape: output, value, ...(hasSteps && { lengths }) };
    observe?.(resolvedLayer, signal);
  }
  return signal;
}

/** Says of an error that a user's own layer or cell meets where it is; ours have met every error before. */
function inLayer<R>({ index, layer, options }: ResolvedLayer, action: () => R): R {
  try {
    return action();
  } catch (error) {
    const own = [layer.type, options.cell].filter(isCustomName);
    if (own.length === 0 || !isRnnlabError(error)) throw error;
    throw new SpecError(`Layer ${index} (${own.join(', ')}): ${error.message}`, { cause: error });
  }
}

/**
 * Lists the parameters of a model in the order of its layers, as they are laid out in one flat vector, row-major.
 *
 * @throws {SpecError} When the model cannot be built.
 */
export const parametersOf = (model: ModelSpec | ResolvedModel): readonly Parameter[] =>
  resolveModel(model).parameters;

/** Counts the entries of all parameters. */
export const parameterCount = (model: ModelSpec | ResolvedModel): number => resolveModel(model).size;

/**
 * Draws the initial weights, as one flat vector.
 *
 * @param model - The model.
 * @param random - Uniform draws from [0, 1): the same draws give the same weights on every machine.
 * @throws {SpecError} When the model cannot be built, or an initializer gives another number of entries.
 */
export function initialize(model: ModelSpec | ResolvedModel, random: Random): Float32Array {
  const { parameters, size } = resolveModel(model);
  const vector = new Float32Array(size);
  for (const { name, shape, offset, size, initializer } of parameters) {
    const values = initializer(shape, random);
    if (values?.length !== size) {
      throw new SpecError(
        `The initializer of ${name} must give ${size} numbers for the shape [${shape.join(', ')}], received ${shown(values)}.`,
      );
    }
    vector.set(values, offset);
  }
  return vector;
}

/** One row of a model's summary. */
export interface SummaryRow {
  /** The layer's type, and its options that differ from their defaults. */
  layer: string;
  /** Shape after the layer, without the batch. */
  output: string;
  /** Number of the layer's parameters. */
  parameters: number;
}

/** Summarizes a model: a row for each layer with its output shape and number of parameters. */
export function summarize(model: ModelSpec | ResolvedModel): SummaryRow[] {
  const { layers, parameters } = resolveModel(model);
  return layers.map(({ index, layer, options, output }) => ({
    layer: [layer.type, ...describeOptions(options, layer.options)].join(' '),
    output: formatShape(output),
    parameters: parameters.filter((p) => p.layer === index).reduce((total, { size }) => total + size, 0),
  }));
}

/** Options that differ from their default, as `units 128`. */
function describeOptions(values: Record<string, unknown>, options: Options): string[] {
  return Object.entries(values)
    .filter(([name, value]) => name === 'cell' || value !== options[name]?.default)
    .map(([name, value]) => (name === 'cell' ? String(value) : value === true ? name : `${name} ${value}`));
}
