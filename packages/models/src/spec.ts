import {
  COUNT,
  type CustomName,
  checkOptions,
  isCustomName,
  type Options,
  type OptionsInput,
  type OptionValues,
  shown,
  suggestion,
} from '@rnnlab/shared';
import { SpecError } from './errors.js';
import { type layers, layerTypes } from './layers/index.js';
import type { Layer, SignalShape } from './layers/layer.js';
import { parseOptions } from './options.js';

type Layers = typeof layers;

/**
 * A layer of a model spec: its `type`, that type's options, and a `name`, by which its output can be asked for.
 * Default: a name such as `conv1`, see {@link resolveSpec}.
 */
export type LayerSpec =
  | {
      [Type in keyof Layers]: { type: Type; name?: string } & OptionsInput<Layers[Type]['options']>;
    }[keyof Layers]
  | CustomLayerSpec;

/** A layer of a type that a user defined by `defineLayer`. */
export interface CustomLayerSpec {
  type: CustomName;
  name?: string;
  [option: string]: unknown;
}

/** The input of a model. `steps` fixes the number of time steps that every example is padded to. */
export type InputSpec =
  /** Integer ids below `vocabulary`, `[batch, time]`. */
  | { type: 'tokens'; vocabulary: number; steps?: number }
  /** A vector per time step, `[batch, time, features]`. */
  | { type: 'sequence'; features: number; steps?: number }
  /** Images, `[batch, channels, height, width]`. */
  | { type: 'image'; channels: number; height: number; width: number }
  /** A vector per example, `[batch, features]`. */
  | { type: 'vector'; features: number };

/** A model as data, the spec of its input and layers: it can be stored, compared, sent to another machine and built by any engine. */
export interface ModelSpec {
  input: InputSpec;
  layers: LayerSpec[];
}

/** A layer of a checked spec, with its defaults filled in and its shapes. */
export interface ResolvedLayer {
  /** Index in the spec, from 0. */
  index: number;
  /** Unique in the model: `conv1`, or the name in the spec. */
  name: string;
  /** The layer type. */
  layer: Layer;
  options: OptionValues<Options>;
  /** Shape of its input. */
  input: SignalShape;
  /** Shape of its output. */
  output: SignalShape;
}

const steps = {
  ...COUNT,
  optional: true,
  description: 'Time steps that every example is padded to; by default any number.',
} as const;

const inputs = {
  tokens: { vocabulary: { ...COUNT, description: 'How many ids there are.' }, steps },
  sequence: { features: { ...COUNT, description: 'Entries of one step.' }, steps },
  image: {
    channels: { ...COUNT, description: 'Numbers for each pixel.' },
    height: { ...COUNT, description: 'Rows.' },
    width: { ...COUNT, description: 'Columns.' },
  },
  vector: { features: { ...COUNT, description: 'Entries.' } },
} as const satisfies Record<string, Options>;

/**
 * Checks a spec, fills in defaults and names, and infers the shapes from the input to the last layer.
 *
 * @param spec - A model spec, for example parsed from JSON.
 * @throws {SpecError} When the spec cannot be built, with the layer, what it expected and what it received.
 */
export function resolveSpec(spec: ModelSpec): {
  input: SignalShape;
  layers: ResolvedLayer[];
  output: SignalShape;
} {
  checkOptions('A model spec', spec, ['input', 'layers'], SpecError);
  const input = resolveInput(spec?.input);
  if (!Array.isArray(spec.layers) || spec.layers.length === 0) {
    throw new SpecError('A model spec needs at least one layer in "layers", received none.');
  }
  const resolved: Omit<ResolvedLayer, 'name'>[] = [];
  let shape = input;
  for (const [index, written] of spec.layers.entries()) {
    const { type, name: _, ...rest } = (written ?? {}) as { type?: string; name?: string };
    if (!layerTypes.has(type)) throw unknownType(`Layer ${index}`, type, layerTypes.names);
    const layer = layerTypes.get(type);
    const where = `Layer ${index} (${type})`;
    const options = parseOptions(layer.options, rest, where);
    const previous = resolved.map((l) => ({ ...l, type: l.layer.type }));
    const output = inSentence(where, () => layer.output(options, shape, previous));
    resolved.push({ index, layer, options, input: shape, output });
    shape = output;
  }
  const names = layerNames(
    resolved.map(({ layer, options }, k) => ({ layer, options, written: spec.layers[k]!.name })),
  );
  return { input, layers: resolved.map((one, k) => ({ ...one, name: names[k]! })), output: shape };
}

function resolveInput(written: ModelSpec['input'] | undefined): SignalShape {
  const { type, ...rest } = (written ?? {}) as { type?: string };
  if (type && Object.hasOwn(inputs, type)) {
    const options: Options = inputs[type as keyof typeof inputs];
    return { kind: type, ...parseOptions(options, rest, `The input (${type})`) } as SignalShape;
  }
  throw unknownType('The input', type, Object.keys(inputs));
}

function unknownType(where: string, type: unknown, names: readonly string[]): SpecError {
  if (isCustomName(type)) return new SpecError(`${where}: ${layerTypes.undefinedSentence(type)}`);
  if (typeof type === 'string')
    return new SpecError(`${where} has an unknown type ${shown(type)}${suggestion(type, names)}.`);
  return new SpecError(`${where} needs a type: one of ${names.join(', ')}.`);
}

/** Completes the sentence of a layer's error with its subject. */
function inSentence<R>(where: string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    if (error instanceof SpecError) throw new SpecError(`${where} ${error.message}.`);
    throw error;
  }
}

/**
 * Names the layers: the name in the spec, or a prefix for the type with the layer's number among those with the same
 * prefix, from 1: `conv1`, `relu1`, `pool1`, `lstm1`, `dense2`.
 *
 * @throws {SpecError} When a name has invalid characters, or two layers have the same.
 */
function layerNames(
  layers: readonly { layer: Layer; options: OptionValues<Options>; written: unknown }[],
): string[] {
  const counts = new Map<string, number>();
  const owners = new Map<string, number>();
  return layers.map(({ layer, options, written }, index) => {
    const stem = layer.stem?.(options) ?? layer.type;
    const number = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, number);
    const name =
      written === undefined ? `${stem}${number}` : checkedName(written, `Layer ${index} (${layer.type})`);
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

/** Checks a name: dots and underscores are reserved for names of parameters and of values in a graph. */
function checkedName(name: unknown, where: string): string {
  if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return name;
  throw new SpecError(
    `${where}: name must be letters, digits and hyphens after a letter, received ${JSON.stringify(name)}.`,
  );
}
