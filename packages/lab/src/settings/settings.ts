import { COUNT, type Options, POSITIVE, SEED } from '@rnnlab/shared';
import { monitors } from '@rnnlab/trainer';
import type { RecipeDataset, TaskName } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { losses, optimizers, schedules } from './optimization.js';
import { type ChoiceOf, FRACTIONS, type Kinds } from './option.js';
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
  batchSize: number;
  /** Time steps of truncated back-propagation; of one long text only. */
  sequenceLength?: number;
  epochs: number;
  seed: number;
  /** The metric that decides which epoch is the best. */
  monitor: (typeof monitors)[number];
  /** Early stopping: epochs without a better one; null without. */
  patience: number | null;
  /** Texts generated during training; of language models only. */
  samples?: {
    /** Texts after each epoch; of each label, if there are some. */
    count: number;
    /** Characters that each begin one text, instead of `count`. */
    prompts: string | null;
    /** Maximum tokens of a text. */
    maxTokens: number;
    temperature: number;
    /** Updates after which texts are generated, too. */
    everySteps: number | null;
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
  description: string;
  kinds: Kinds;
  /** The kind by default. */
  fallback: string;
}

export const choices: Readonly<Record<string, Choice>> = {
  dataset: { key: 'type', description: 'The dataset.', kinds: datasets, fallback: 'names' },
  tokenizer: { key: 'type', description: 'The tokenizer.', kinds: tokenizers, fallback: 'character' },
  model: { key: 'preset', description: 'The model.', kinds: presets, fallback: 'sequence-classifier' },
  loss: {
    key: 'type',
    description: 'The loss to minimize.',
    kinds: losses,
    fallback: 'softmax-cross-entropy',
  },
  optimizer: { key: 'type', description: 'The optimizer.', kinds: optimizers, fallback: 'adam' },
  schedule: {
    key: 'type',
    description: 'The learning-rate schedule.',
    kinds: schedules,
    fallback: 'constant',
  },
};

/** Settings that are the same whatever was chosen, by their dotted keys. */
export const plainOptions = {
  'split.fractions': {
    ...FRACTIONS,
    default: [0.8, 0.1, 0.1],
    description: 'Shares of the training, validation and test part.',
  },
  'split.by': {
    enum: ['example', 'text'],
    default: 'example',
    description: 'The group that is never in two parts: an example, or a text.',
  },
  'split.distinct': {
    type: 'boolean',
    default: true,
    description: 'Whether to train once more on a split by text if more than 1 % of the texts repeat.',
  },
  'augmentation.flip': {
    type: 'boolean',
    default: false,
    description: 'Whether training images are flipped left to right, at random with probability ½.',
  },
  'augmentation.crop': {
    type: 'integer',
    minimum: 0,
    default: 0,
    description:
      'Random crop: pixels of padding on each side of training images before a crop to the original size.',
  },
  'augmentation.padding': {
    enum: ['zeros', 'reflect'],
    default: 'zeros',
    description: 'Padding of random crops: zeros, or the image reflected at its border.',
  },
  learningRate: { ...POSITIVE, default: 0.001, description: 'Learning rate for a batch of 32.' },
  learningRateScaling: {
    enum: ['none', 'square-root', 'linear'],
    default: 'square-root',
    description:
      'Scaling of the learning rate with the batch size: × (batch / 32) to the power of 0, ½ or 1.',
  },
  batchSize: {
    ...COUNT,
    default: 32,
    description: 'Batch size: examples in a step, or parallel rows of one long text.',
  },
  sequenceLength: {
    ...COUNT,
    default: 100,
    description: 'Time steps of truncated back-propagation: tokens of each row of one long text in a step.',
  },
  epochs: { ...COUNT, default: 10, description: 'Passes over the training examples.' },
  seed: {
    ...SEED,
    default: 1,
    description: 'Seed of the split, the initial weights, the order and dropout.',
  },
  monitor: {
    enum: monitors,
    default: 'validationLoss',
    description: 'The metric that decides which epoch is the best.',
  },
  patience: {
    ...COUNT,
    optional: true,
    description: 'Early stopping: epochs without a better one after which the training stops.',
  },
  'samples.count': {
    type: 'integer',
    minimum: 0,
    default: 3,
    description: 'Texts that are generated after each epoch; of each label, if there are some.',
  },
  'samples.prompts': {
    type: 'string',
    minLength: 1,
    expected: 'one or more characters',
    optional: true,
    description: 'Characters that each begin one text, as in KSKSKS, instead of the count.',
  },
  'samples.maxTokens': { ...COUNT, default: 300, description: 'Maximum tokens of a generated text.' },
  'samples.temperature': {
    ...POSITIVE,
    default: 0.5,
    description:
      'Sampling temperature, by which logits are divided: below 1 probable tokens are drawn more often.',
  },
  'samples.everySteps': {
    ...COUNT,
    optional: true,
    description: 'Updates after which texts are generated, too.',
  },
  scoreTrain: {
    type: 'boolean',
    default: false,
    description: 'Whether the training examples are scored, too.',
  },
} as const satisfies Options;

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
  'batchSize',
  'sequenceLength',
  'epochs',
  'seed',
  'monitor',
  'patience',
  'samples.count',
  'samples.prompts',
  'samples.maxTokens',
  'samples.temperature',
  'samples.everySteps',
  'scoreTrain',
];

/** Parts, and settings by their dotted keys, of some tasks only. */
const onlyOf: Readonly<Record<string, readonly TaskName[]>> = {
  split: ['text-classification', 'language-model'],
  'split.by': ['text-classification'],
  'split.distinct': ['text-classification'],
  tokenizer: ['text-classification', 'language-model'],
  augmentation: ['image-classification'],
  sequenceLength: ['language-model'],
  samples: ['language-model'],
};

/** Whether recipes with a dataset have a part, or a setting by its dotted key. */
export function hasPart(dataset: string, key: string): boolean {
  const member = (datasets as Readonly<Record<string, RecipeDataset>>)[dataset];
  const part = key.split('.')[0]!;
  if (member === undefined) return true;
  if (part === 'split' && member.ownParts) return false;
  return [part, key].every((one) => onlyOf[one]?.includes(member.task) ?? true);
}
