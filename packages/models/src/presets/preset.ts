import { COUNT, type Options, type OptionsInput, type OptionValues, RATE } from '@rnnlab/shared';
import { CELL } from '../cells.js';
import { parseOptions } from '../options.js';
import type { InputSpec, ModelSpec } from '../spec.js';

/** A preset: a function from options to a model spec, with its options and their documentation. */
export interface Preset<Sizes extends Options = Options, O extends Options = Options> {
  (options: OptionsInput<Sizes> & OptionsInput<O>): ModelSpec;
  /** The name in a recipe: `text-cnn`. */
  readonly preset: string;
  /** Its layers in a few words. */
  readonly description: string;
  /** What it reads. */
  readonly input: InputSpec['type'];
  /** Options that the data decide: the size of the vocabulary, the number of classes. */
  readonly sizes: Sizes;
  /** All other options. */
  readonly options: O;
}

/** The options that a preset takes. */
export type PresetOptions<P extends (options: never) => ModelSpec> = Parameters<P>[0];

/** Makes a preset, which checks its options. */
export function definePreset<const Sizes extends Options, const O extends Options>(definition: {
  name: string;
  description: string;
  input: InputSpec['type'];
  sizes: Sizes;
  options: O;
  spec(values: OptionValues<Sizes> & OptionValues<O>): ModelSpec;
}): Preset<Sizes, O> {
  const { name, description, input, sizes, options, spec } = definition;
  // As it is exported: `textCnn`.
  const where = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.assign(
    (written: OptionsInput<Sizes> & OptionsInput<O>) =>
      spec(parseOptions({ ...sizes, ...options }, written, where) as OptionValues<Sizes> & OptionValues<O>),
    { preset: name, description, input, sizes, options },
  );
}

/** Sizes that the data decide. */
export const SIZES = {
  vocabulary: { ...COUNT, description: 'Size of the vocabulary.' },
  features: { ...COUNT, description: 'Features of a time step, such as the pixels of a row.' },
  channels: { ...COUNT, description: 'Channels of an image.' },
  height: { ...COUNT, description: 'Height of an image, in pixels.' },
  width: { ...COUNT, description: 'Width of an image, in pixels.' },
  classes: { ...COUNT, description: 'Number of classes.' },
  outputs: { ...COUNT, description: 'Outputs of a time step.' },
} as const;

/** Options of a stack of recurrent layers. */
export const STACK = {
  cell: CELL,
  units: { ...COUNT, default: 128, description: 'Hidden size: entries of the state, per direction.' },
  layers: { ...COUNT, default: 1, description: 'Stacked recurrent layers.' },
} as const;

export const BIDIRECTIONAL = {
  type: 'boolean',
  default: false,
  description: 'Bidirectional: a second pass reads from the end to the start.',
} as const;

export const EMBEDDING = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'Embedding dimension; 0 for one-hot tokens.',
} as const;

export const POOL = {
  enum: ['last', 'mean', 'max'],
  default: 'last',
  description: 'Pooling over time: the last valid step, or the mean or the maximum of all.',
} as const;

export const DROPOUT = {
  ...RATE,
  default: 0,
  description: 'Dropout between recurrent layers and before the last layer.',
} as const;

export const EMBEDDING_DROPOUT = {
  ...RATE,
  default: 0,
  description: 'Dropout of the embedded tokens.',
} as const;

export const RECURRENT_DROPOUT = {
  ...RATE,
  default: 0,
  description:
    'Recurrent (variational) dropout: of the state where it enters a product, one mask for all time steps.',
} as const;

/** The layer of each pooling over time. */
export const poolingLayers = { last: 'last', mean: 'global-average-pool', max: 'global-max-pool' } as const;
