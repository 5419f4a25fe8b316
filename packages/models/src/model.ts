import type { Options } from '@rnnlab/shared';
import { SpecError } from './errors.js';
import type { Initializer, Random } from './initializers.js';
import { formatShape, type Signal } from './layers/layer.js';
import type { Ops } from './ops.js';
import { type ModelSpec, type ResolvedLayer, resolveSpec } from './spec.js';

/**
 * Builds a model from its spec with an engine's operations.
 *
 * @param ops - The engine's operations.
 * @param spec - The model.
 * @param input - The value of the model's input, time-major, with the lengths of its examples if they have time steps.
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

/** A float32 has 4 bytes, and a file of protocol buffers less than 2 GiB. */
const MAX_PARAMETERS = 2 ** 29 - 1;

/** A parameter of a model, and its position in the flat vector of all parameters. */
export interface Parameter {
  /** Unique in the model: `1.recurrent.0.forward.kernel`. */
  name: string;
  /** Index of its layer. */
  layer: number;
  shape: readonly number[];
  /** Number of entries. */
  size: number;
  /** Position of its first entry in the flat vector. */
  offset: number;
  initializer: Initializer;
  /** False for running averages, which a layer itself updates. */
  trained: boolean;
}

/**
 * Lists the parameters of a model in the order of its layers, as they are laid out in one flat vector, row-major.
 *
 * @throws {SpecError} When the spec cannot be built.
 */
export function parametersOf(spec: ModelSpec): Parameter[] {
  const parameters: Parameter[] = [];
  let offset = 0;
  for (const { index, layer, options, input } of resolveSpec(spec).layers) {
    for (const [name, { shape, initializer, trained = true }] of Object.entries(
      layer.parameters(options, input),
    )) {
      const size = shape.reduce((product, n) => product * n, 1);
      parameters.push({
        name: `${index}.${layer.type}.${name}`,
        layer: index,
        shape,
        size,
        offset,
        initializer,
        trained,
      });
      offset += size;
    }
  }
  if (offset > MAX_PARAMETERS) {
    throw new SpecError(
      `The model has ${offset.toLocaleString('en')} parameters: expected at most ${MAX_PARAMETERS.toLocaleString('en')}, the 2 GiB that an ONNX file holds.`,
    );
  }
  return parameters;
}

/** Counts the entries of all parameters. */
export const parameterCount = (spec: ModelSpec): number =>
  parametersOf(spec).reduce((total, { size }) => total + size, 0);

/**
 * Draws the initial weights, as one flat vector.
 *
 * @param spec - The model.
 * @param random - Uniform draws from [0, 1): the same draws give the same weights on every machine.
 */
export function initialize(spec: ModelSpec, random: Random): Float32Array {
  const vector = new Float32Array(parameterCount(spec));
  for (const { shape, offset, initializer } of parametersOf(spec))
    vector.set(initializer(shape, random), offset);
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
export function summarize(spec: ModelSpec): SummaryRow[] {
  const parameters = parametersOf(spec);
  return resolveSpec(spec).layers.map(({ index, layer, options, output }) => ({
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
