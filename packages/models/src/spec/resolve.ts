import { checkOptions, shown, suggestion } from '@rnnlab/shared';
import { type Layer, layers, type SignalShape } from '../layers/index.js';
import { SpecError } from './error.js';
import { layerNames } from './layer-names.js';
import { count, type Options, optional, parseOptions, type Values } from './option.js';
import type { ModelSpec } from './spec.js';

/** A layer of a checked spec, with its options complete and the shapes around it. */
export interface ResolvedLayer {
  index: number;
  /** Unique in the model: `conv1`, or the one that was written. */
  name: string;
  layer: Layer;
  options: Values<Options>;
  input: SignalShape;
  output: SignalShape;
}

const steps = optional(count('Time steps that every example is padded to; any number if it is left out.'));

const inputs = {
  tokens: { vocabulary: count('How many ids there are.'), steps },
  sequence: { features: count('Entries of one step.'), steps },
  image: { channels: count('Numbers for each pixel.'), height: count('Rows.'), width: count('Columns.') },
  vector: { features: count('Entries.') },
} satisfies Record<string, Options>;

/**
 * Checks a spec from the input to the last layer.
 *
 * @param spec - A model spec, for example parsed from JSON.
 * @throws {@link SpecError} naming the layer, what it expected and what it received.
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
    if (typeof type !== 'string' || !Object.hasOwn(layers, type)) {
      throw unknownType(`Layer ${index}`, type, Object.keys(layers));
    }
    const layer = layers[type as keyof typeof layers] as unknown as Layer;
    const where = `Layer ${index} (${type})`;
    const options = parseOptions(layer.options, rest, where);
    const earlier = resolved.map((l) => ({ ...l, type: l.layer.type }));
    const output = at(where, () => layer.output(options, shape, earlier));
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
  if (typeof type === 'string')
    return new SpecError(`${where} has an unknown type ${shown(type)}${suggestion(type, names)}.`);
  return new SpecError(`${where} needs a type: one of ${names.join(', ')}.`);
}

function at<R>(where: string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    if (error instanceof SpecError) throw new SpecError(`${where} ${error.message}.`);
    throw error;
  }
}
