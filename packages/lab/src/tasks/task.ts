import type { DatasetCard } from '@rnnlab/datasets';
import type { GivenLanguageCard } from '@rnnlab/model-file';
import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec } from '@rnnlab/onnx';
import type { Tokenizer } from '@rnnlab/tokenizers';
import type { Augmentation, Engine, Examples, RunDirectory, TokenStream } from '@rnnlab/trainer';
import type { Loaded, TaskName } from '../families/datasets/dataset.js';
import type { Settings } from '../recipes/recipe.js';
import type { PartScores } from './scores.js';

export const PARTS = ['train', 'validation', 'test'] as const;
export type PartName = (typeof PARTS)[number];

/** The data of a recipe, loaded. */
export interface Data<Name extends TaskName = TaskName> {
  loaded: Loaded[Name];
  card: DatasetCard | undefined;
  /** Of all parts together. */
  examples: number;
  /** Names of the classes; empty where there are none. */
  labels: readonly string[];
  /** SHA-256 of all examples. */
  sha256: string;
  /** Share of the examples that repeat an earlier one, where that can be. */
  repeats: number;
}

/** One part of the data as a model reads it. */
export interface Part {
  examples: Examples | TokenStream;
  /** What the examples were made of, where a task scores by more than their targets. */
  source?: readonly unknown[];
  /** The class of each example, where it has one. */
  targets: Int32Array;
  /** Characters to be predicted, of texts for a language model; the end of a line counts as one. */
  characters?: number;
  /** An example for people to read. */
  show(index: number): string;
}

/** Everything that a training or an evaluation needs. */
export interface Prepared {
  data: Data;
  labels: readonly string[];
  /** Of texts only. */
  tokenizer?: Tokenizer;
  /** Of images only: their size. */
  image?: { channels: number; height: number; width: number };
  /** Changes examples while they are trained on. */
  augmentation?: Augmentation | undefined;
  /** Of language models only: what their texts are. */
  language?: GivenLanguageCard;
  spec: ModelSpec;
  loss: LossSpec;
  parts: Record<PartName, Part>;
}

/** A model with the parameters to be scored, and what scores it. */
export interface Trained {
  parameters: Float32Array;
  engine: Engine;
}

/** An example of the test part beside what the model says. */
export interface SamplePrediction {
  text: string;
  label: string;
  predicted: string;
  /** Of the prediction, as the model sees it. */
  probability?: number;
}

/** What is asked of a model: how data become batches, and which loss, scores and samples belong to it. */
export interface Task<Name extends TaskName = TaskName> {
  readonly name: Name;
  /** Losses it can be trained with. */
  readonly losses: readonly LossSpec['type'][];
  /** What the accuracy counts: `text`, `bit`. */
  readonly decision: string;
  /** @throws DatasetError if it cannot be loaded. */
  load(settings: Settings): Promise<Data<Name>>;
  /** @param run - A run that exists, whose vocabulary is to be used. */
  prepare(settings: Settings, data: Data<Name>, run?: RunDirectory): Promise<Prepared>;
  score(prepared: Prepared, part: Part, trained: Trained): Promise<PartScores>;
  samples(prepared: Prepared, trained: Trained, model: Uint8Array): Promise<SamplePrediction[]>;
}

/** Types a task by its name. */
export const defineTask = <Name extends TaskName>(task: Task<Name>): Task<Name> => task;
