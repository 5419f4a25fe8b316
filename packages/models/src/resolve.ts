import {
  COUNT,
  checkOptions,
  isCustomName,
  type Options,
  type OptionValues,
  shown,
  suggestion,
} from '@rnnlab/shared';
import { SpecError } from './errors.js';
import { layerTypes } from './layers/index.js';
import type { Layer, SignalShape } from './layers/layer.js';
import { parseOptions } from './options.js';
import { layOutParameters, type Parameter } from './parameters.js';
import type { ModelSpec, ResolvedLayer } from './spec.js';

const steps = {
  ...COUNT,
  optional: true,
  description: 'Time steps that every example is padded to; by default any number.',
} as const;

/** The inputs of models with their options, by the `type` of a model spec. */
export const INPUTS = {
  tokens: { vocabulary: { ...COUNT, description: 'How many ids there are.' }, steps },
  sequence: { features: { ...COUNT, description: 'Entries of one step.' }, steps },
  image: {
    channels: { ...COUNT, description: 'Numbers for each pixel.' },
    height: { ...COUNT, description: 'Rows.' },
    width: { ...COUNT, description: 'Columns.' },
  },
  vector: { features: { ...COUNT, description: 'Entries.' } },
} as const satisfies Record<string, Options>;

/** A checked model: its layers with defaults filled in and shapes inferred, made once and read by everything after that. */
export class ResolvedModel {
  readonly spec: ModelSpec;
  readonly input: SignalShape;
  readonly layers: readonly ResolvedLayer[];
  readonly output: SignalShape;
  #parameters: readonly Parameter[] | undefined;

  /** @throws {SpecError} When the spec cannot be built, with the layer, what it expected and what it received. */
  constructor(spec: ModelSpec) {
    // A file says what its format is.
    const { $schema: _, ...rest } = Object(spec) as { $schema?: string };
    checkOptions('A model spec', Object(spec) === spec ? rest : spec, ['input', 'layers'], SpecError);
    this.spec = spec;
    this.input = resolveInput(spec?.input);
    if (!Array.isArray(spec.layers) || spec.layers.length === 0) {
      throw new SpecError('A model spec needs at least one layer in "layers", received none.');
    }
    const resolved = resolveLayers(spec, this.input);
    const names = layerNames(
      resolved.map(({ layer, options }, k) => ({ layer, options, written: spec.layers[k]!.name })),
    );
    this.layers = resolved.map((one, k) => ({ ...one, name: names[k]! }));
    this.output = this.layers.at(-1)!.output;
  }

  /**
   * The parameters in the order of the layers, as they are laid out in one flat vector, row-major.
   *
   * @throws {SpecError} When there are more than an ONNX file holds.
   */
  get parameters(): readonly Parameter[] {
    this.#parameters ??= layOutParameters(this.layers);
    return this.#parameters;
  }

  /** Entries of the flat vector of all parameters. */
  get size(): number {
    return this.parameters.reduce((total, { size }) => total + size, 0);
  }
}

/**
 * Checks a spec, fills in defaults and names, and infers the shapes from the input to the last layer.
 *
 * @param model - A model spec, for example parsed from JSON; a resolved model is returned as it is.
 * @throws {SpecError} When the spec cannot be built, with the layer, what it expected and what it received.
 */
export const resolveModel = (model: ModelSpec | ResolvedModel): ResolvedModel =>
  model instanceof ResolvedModel ? model : new ResolvedModel(model);

/** Whether a model has layers or cells of a user's own, which only a process knows that has defined them. */
export const hasCustomParts = (model: ModelSpec | ResolvedModel): boolean =>
  resolveModel(model).layers.some(
    ({ layer, options }) => isCustomName(layer.type) || isCustomName(options.cell),
  );

function resolveLayers(spec: ModelSpec, input: SignalShape): Omit<ResolvedLayer, 'name'>[] {
  const resolved: Omit<ResolvedLayer, 'name'>[] = [];
  let shape = input;
  for (const [index, written] of spec.layers.entries()) {
    const { type, name: _, ...rest } = (written ?? {}) as { type?: string; name?: string };
    if (!layerTypes.has(type)) throw unknownType(`Layer ${index}`, type, layerTypes.names);
    const layer = layerTypes.get(type);
    const where = `Layer ${index} (${type})`;
    const options = parseOptions(layer.options, rest, where);
    const previous = resolved.map((l) => ({ ...l, type: l.layer.type }));
    const given = inSentence(where, () => layer.output(options, shape, previous));
    const output = isCustomName(type) ? checkedShape(`The output of layer ${index} (${type})`, given) : given;
    resolved.push({ index, layer, options, input: shape, output });
    shape = output;
  }
  return resolved;
}

function resolveInput(written: ModelSpec['input'] | undefined): SignalShape {
  const { type, ...rest } = (written ?? {}) as { type?: string };
  if (type && Object.hasOwn(INPUTS, type)) {
    const options: Options = INPUTS[type as keyof typeof INPUTS];
    return { kind: type, ...parseOptions(options, rest, `The input (${type})`) } as SignalShape;
  }
  throw unknownType('The input', type, Object.keys(INPUTS));
}

/** Checks the shape that a layer of a user's own says it gives. */
function checkedShape(what: string, shape: unknown): SignalShape {
  const { kind, oneHot: _, ...sizes } = Object(shape) as { kind?: string; oneHot?: boolean };
  if (kind && Object.hasOwn(INPUTS, kind)) {
    parseOptions(INPUTS[kind as keyof typeof INPUTS] as Options, sizes, what);
    return shape as SignalShape;
  }
  throw new SpecError(
    `${what} must be a shape such as { kind: 'vector', features: 3 }, of the kind ${Object.keys(INPUTS).join(', ')}, received ${shown(kind ?? shape)}.`,
  );
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
    if (error instanceof SpecError) throw new SpecError(`${where} ${error.message.replace(/\.$/, '')}.`);
    throw error;
  }
}

/**
 * Names the layers: the name in the spec, or a prefix for the type with the layer's number among those with the same
 * prefix, from 1: `conv1`, `relu1`, `pool1`, `lstm1`, `dense2`, and `scale1` of a user's `mine/scale`.
 *
 * @throws {SpecError} When a name has invalid characters, or two layers have the same.
 */
function layerNames(
  layers: readonly { layer: Layer; options: OptionValues<Options>; written: unknown }[],
): string[] {
  const counts = new Map<string, number>();
  const owners = new Map<string, number>();
  return layers.map(({ layer, options, written }, index) => {
    // Of `mine/scale` the word after the slash, as names have none.
    const stem = (layer.stem?.(options) ?? layer.type).replace(/^.*\//, '');
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
