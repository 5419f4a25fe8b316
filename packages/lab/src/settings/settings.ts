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

/** Settings of a training, as data. */
export interface Settings {
  dataset: ChoiceOf<typeof datasets, 'type'>;
  /** Of texts only. */
  split?: {
    /** Shares of the training, validation and test part. */
    fractions: number[];
    /** The group that is never in two parts: the same example, or the same text. */
    by?: 'example' | 'text';
    /** Whether to train once more on a split by text if more than 1 % of the examples repeat. */
    distinct?: boolean;
  };
  /** Of texts only. */
  tokenizer?: ChoiceOf<typeof tokenizers, 'type'>;
  /** Random augmentation of training images; of images only. */
  augmentation?: {
    /** Whether images are flipped left to right at random. */
    flip: boolean;
    /** Pixels of padding on each side before a random crop to the original size. */
    crop: number;
    /** Mode of padding before the crop. */
    padding: 'zeros' | 'reflect';
  };
  model: ChoiceOf<typeof presets, 'preset'>;
  loss: ChoiceOf<typeof losses, 'type'>;
  optimizer: ChoiceOf<typeof optimizers, 'type'>;
  /** Learning rate for a batch of 32. */
  learningRate: number;
  /** Scaling of the learning rate with the batch size. */
  learningRateScaling: 'none' | 'square-root' | 'linear';
  schedule: ChoiceOf<typeof schedules, 'type'>;
  /** Batch size; of one long text, the number of parallel rows. */
  batch: number;
  /** Time steps of truncated back-propagation; of one long text only. */
  window?: number;
  epochs: number;
  seed: number;
  /** The metric that decides which epoch is the best. */
  monitor: Monitor;
  /** Early stopping: epochs without a better one; null without. */
  patience: number | null;
  /** Texts generated during training; of language models only. */
  samples?: {
    /** Texts after each epoch; of each label, if there are some. */
    count: number;
    /** Characters that each begin one text, instead of `count`. */
    starts: string | null;
    /** Maximum tokens of a text. */
    length: number;
    temperature: number;
    /** Updates after which texts are generated, too. */
    every: number | null;
  };
  /** Whether to score the training examples, too. */
  scoreTrain: boolean;
}

type Part<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;

/** Settings to override, at any depth; all others keep their values. */
export type Overrides = Part<Settings>;

/** A part of a recipe that is of one of several kinds. */
interface Choice {
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
  loss: { key: 'type', doc: 'The loss to minimize.', members: losses, fallback: 'softmax-cross-entropy' },
  optimizer: { key: 'type', doc: 'The optimizer.', members: optimizers, fallback: 'adam' },
  schedule: {
    key: 'type',
    doc: 'The learning-rate schedule.',
    members: schedules,
    fallback: 'constant',
  },
};

/** Settings that are the same whatever was chosen, by their dotted keys. */
export const plainFields: Fields = {
  'split.fractions': fractions('Shares of the training, validation and test part.', [0.8, 0.1, 0.1]),
  'split.by': oneOf(
    'The group that is never in two parts: an example, or a text.',
    ['example', 'text'],
    'example',
  ),
  'split.distinct': flag(
    'Whether to train once more on a split by text if more than 1 % of the texts repeat.',
    true,
  ),
  'augmentation.flip': flag(
    'Whether training images are flipped left to right, at random with probability ½.',
    false,
  ),
  'augmentation.crop': wholeNumber(
    'Random crop: pixels of padding on each side of training images before a crop to the original size.',
    0,
    { from: 0 },
  ),
  'augmentation.padding': oneOf(
    'Padding of random crops: zeros, or the image reflected at its border.',
    ['zeros', 'reflect'],
    'zeros',
  ),
  learningRate: positive('Learning rate for a batch of 32.', 0.001),
  learningRateScaling: oneOf(
    'Scaling of the learning rate with the batch size: × (batch / 32) to the power of 0, ½ or 1.',
    ['none', 'square-root', 'linear'],
    'square-root',
  ),
  batch: wholeNumber('Batch size: examples in a step, or parallel rows of one long text.', 32),
  window: wholeNumber(
    'Time steps of truncated back-propagation: tokens of each row of one long text in a step.',
    100,
  ),
  epochs: wholeNumber('Passes over the training examples.', 10),
  seed: wholeNumber('Seed of the split, the initial weights, the order and dropout.', 1, {
    from: 0,
    to: 2 ** 32 - 1,
  }),
  monitor: oneOf(
    'The metric that decides which epoch is the best.',
    ['validationLoss', 'validationAccuracy', 'trainLoss'],
    'validationLoss',
  ),
  patience: optional(
    wholeNumber('Early stopping: epochs without a better one after which the training stops.', 1),
  ),
  'samples.count': wholeNumber(
    'Texts that are generated after each epoch; of each label, if there are some.',
    3,
    {
      from: 0,
    },
  ),
  'samples.starts': optional(
    characters('Characters that each begin one text, as in KSKSKS, instead of the count.'),
  ),
  'samples.length': wholeNumber('Maximum tokens of a generated text.', 300),
  'samples.temperature': positive(
    'Sampling temperature, by which logits are divided: below 1 probable tokens are drawn more often.',
    0.5,
  ),
  'samples.every': optional(wholeNumber('Updates after which texts are generated, too.', 1)),
  scoreTrain: flag('Whether the training examples are scored, too.', false),
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

/** Parts, and settings by their dotted keys, of some tasks only. */
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
