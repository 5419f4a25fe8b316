import type { Monitor } from '@rnnlab/trainer';
import type { DatasetMember, TaskName } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import {
  type ChoiceOf,
  characters,
  type Fields,
  flag,
  fractions,
  type Members,
  oneOf,
  optional,
  positive,
  wholeNumber,
} from './field.js';
import { losses, optimizers, schedules } from './optimization.js';
import { presets } from './presets.js';
import { tokenizers } from './tokenizers.js';

/** Everything that decides how a training goes, as data. */
export interface Settings {
  dataset: ChoiceOf<typeof datasets, 'type'>;
  /** Of texts only. */
  split?: {
    /** Shares of the training, validation and test part. */
    fractions: number[];
    /** What may not be in two parts: the same example, or the same text. */
    by?: 'example' | 'text';
    /** Whether to train once more on a split by text if more than 1 % of the examples repeat. */
    distinct?: boolean;
  };
  /** Of texts only. */
  tokenizer?: ChoiceOf<typeof tokenizers, 'type'>;
  /** Of images only, and only where they are trained on. */
  augmentation?: {
    /** Whether they are mirrored left to right by chance. */
    flip: boolean;
    /** Pixels added on each side before a part of the original size is cut at random. */
    crop: number;
    /** What is added. */
    padding: 'zeros' | 'reflect';
  };
  model: ChoiceOf<typeof presets, 'preset'>;
  loss: ChoiceOf<typeof losses, 'type'>;
  optimizer: ChoiceOf<typeof optimizers, 'type'>;
  /** Of a batch of `REFERENCE_BATCH`. */
  learningRate: number;
  /** How the rate follows the batch. */
  learningRateScaling: 'none' | 'square-root' | 'linear';
  schedule: ChoiceOf<typeof schedules, 'type'>;
  batch: number;
  /** Of one long text only: tokens of a step. */
  window?: number;
  epochs: number;
  seed: number;
  monitor: Monitor;
  patience: number | null;
  /** Of language models only: what they write on the way. */
  samples?: {
    count: number;
    starts: string | null;
    length: number;
    temperature: number;
    every: number | null;
  };
  /** Whether the examples it was trained on are scored as well. */
  scoreTrain: boolean;
}

type Part<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;

/** What a recipe says: all else is the default of each setting. */
export type Overrides = Part<Settings>;

/** A part of a recipe that is of one of several kinds. */
export interface Choice {
  /** The key that names the kind. */
  key: 'type' | 'preset';
  doc: string;
  members: Members;
  /** The kind by default. */
  fallback: string;
}

export const choices: Readonly<Record<string, Choice>> = {
  dataset: { key: 'type', doc: 'The dataset.', members: datasets, fallback: 'names' },
  tokenizer: { key: 'type', doc: 'The tokenizer.', members: tokenizers, fallback: 'character' },
  model: { key: 'preset', doc: 'The model.', members: presets, fallback: 'sequence-classifier' },
  loss: { key: 'type', doc: 'What is lowered.', members: losses, fallback: 'softmax-cross-entropy' },
  optimizer: { key: 'type', doc: 'The optimizer.', members: optimizers, fallback: 'adam' },
  schedule: {
    key: 'type',
    doc: 'How the learning rate changes over the steps.',
    members: schedules,
    fallback: 'constant',
  },
};

/** Settings that are the same whatever was chosen, by their dotted keys. */
export const plainFields: Fields = {
  'split.fractions': fractions('Shares of the training, validation and test part.', [0.8, 0.1, 0.1]),
  'split.by': oneOf('What may not be in two parts: an example, or a text.', ['example', 'text'], 'example'),
  'split.distinct': flag(
    'Whether to train once more on a split by text if more than 1 % of the texts repeat.',
    true,
  ),
  'augmentation.flip': flag(
    'Whether every second image, by chance, is mirrored left to right while training.',
    false,
  ),
  'augmentation.crop': wholeNumber(
    'Pixels added on each side while training, of which a part of the original size is cut at random.',
    0,
    { from: 0 },
  ),
  'augmentation.padding': oneOf(
    'What is added for crops: zeros, or the image mirrored at its border.',
    ['zeros', 'reflect'],
    'zeros',
  ),
  learningRate: positive('Learning rate of a batch of 32.', 0.001),
  learningRateScaling: oneOf(
    'How the rate follows the batch: rate × (batch / 32) to the power of 0, ½ or 1.',
    ['none', 'square-root', 'linear'],
    'square-root',
  ),
  batch: wholeNumber('Examples in a step, or places in which one long text is read at once.', 32),
  window: wholeNumber('Tokens of one long text that are read in a step, in each of the places.', 100),
  epochs: wholeNumber('Passes over the training examples.', 10),
  seed: wholeNumber('Of the split, the first weights, the order and dropout.', 1, {
    from: 0,
    to: 2 ** 32 - 1,
  }),
  monitor: oneOf(
    'What decides which epoch is the best.',
    ['validationLoss', 'validationAccuracy', 'trainLoss'],
    'validationLoss',
  ),
  patience: optional(wholeNumber('Stop after this many epochs without a better one.', 1)),
  'samples.count': wholeNumber(
    'Texts that are written after each epoch; of each label, if there are some.',
    3,
    {
      from: 0,
    },
  ),
  'samples.starts': optional(
    characters('Characters that begin a text each, as in KSKSKS, in place of the count.'),
  ),
  'samples.length': wholeNumber('Tokens that are written of a text, at most.', 300),
  'samples.temperature': positive(
    'What logits are divided by: below 1 texts are likelier than what was read.',
    0.5,
  ),
  'samples.every': optional(wholeNumber('Updates after which texts are written, too.', 1)),
  scoreTrain: flag('Whether the examples it was trained on are scored as well.', false),
};

/** The order of keys in a recipe. */
export const order = [
  'dataset',
  'split.fractions',
  'split.by',
  'split.distinct',
  'tokenizer',
  'augmentation.flip',
  'augmentation.crop',
  'augmentation.padding',
  'model',
  'loss',
  'optimizer',
  'learningRate',
  'learningRateScaling',
  'schedule',
  'batch',
  'window',
  'epochs',
  'seed',
  'monitor',
  'patience',
  'samples.count',
  'samples.starts',
  'samples.length',
  'samples.temperature',
  'samples.every',
  'scoreTrain',
];

/** Parts, and settings by their dotted keys, that only say something of some tasks: the others have none of them. */
const onlyOf: Readonly<Record<string, readonly TaskName[]>> = {
  split: ['text-classification', 'language-model'],
  'split.by': ['text-classification'],
  'split.distinct': ['text-classification'],
  tokenizer: ['text-classification', 'language-model'],
  augmentation: ['image-classification'],
  window: ['language-model'],
  samples: ['language-model'],
};

/** Whether recipes with a dataset have a part, or a setting by its dotted key. */
export function hasPart(dataset: string, key: string): boolean {
  const member = (datasets as Readonly<Record<string, DatasetMember>>)[dataset];
  const part = key.split('.')[0]!;
  if (member === undefined) return true;
  if (part === 'split' && member.ownParts) return false;
  return [part, key].every((one) => onlyOf[one]?.includes(member.task) ?? true);
}
