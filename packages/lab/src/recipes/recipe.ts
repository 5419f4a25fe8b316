import type { Monitor } from '@rnnlab/trainer';
import type { datasets } from '../families/datasets/index.js';
import type { ChoiceOf } from '../families/family.js';
import type { losses } from '../families/losses.js';
import type { optimizers } from '../families/optimizers.js';
import type { presets } from '../families/presets/index.js';
import type { schedules } from '../families/schedules.js';
import type { tokenizers } from '../families/tokenizers/index.js';
import type { Phase } from '../runs/phases.js';
import type { Experiment } from './reference.js';

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

/** A recipe with every setting decided. */
export interface Recipe {
  readonly name: string;
  /** One line for the list of recipes. */
  readonly summary: string;
  /** What one example is called: `name`. */
  readonly unit: string;
  readonly settings: Settings;
  /** How it goes on when all epochs are done, each phase from where the one before ended. */
  readonly phases?: readonly Phase[];
  /** What it reproduces, if it reproduces something. */
  readonly experiment?: Experiment;
  /** A shorter form of it that needs no data from elsewhere, and what that must reach at least. */
  readonly quick?: Quick;
}

/** A check of a recipe that takes seconds. */
export interface Quick {
  readonly overrides: Overrides;
  /** Least values of measures. */
  readonly least: Readonly<Record<string, number>>;
}

type Part<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;

/** What a recipe says: all else is the default of each setting. */
export type Overrides = Part<Settings>;
