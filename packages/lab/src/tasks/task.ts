import type { DatasetCard } from '@rnnlab/datasets';
import type { GivenLanguageCard } from '@rnnlab/model-file';
import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec } from '@rnnlab/onnx';
import type { Tokenizer } from '@rnnlab/tokenizers';
import type { Augmentation, Engine, Examples, RunDirectory, TokenStream } from '@rnnlab/trainer';
import type { Loaded, TaskName } from '../datasets/dataset.js';
import type { Settings } from '../settings/settings.js';

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

/** How a model does on a part of the data. What a task has no use for is left out. */
export interface PartScores {
  /** Share of right decisions: of classes, or of bits. */
  accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  interval: [low: number, high: number];
  /** Mean, in nats, or the mean squared error. */
  loss: number;
  /** Decisions. */
  count: number;
  macroF1?: number;
  /** Mean recall of the classes: the accuracy of draws in which every class comes equally often. */
  balancedAccuracy?: number;
  /** Share with the label among the three most probable classes; absent with fewer than four classes. */
  top3?: number;
  /** `confusion[label][prediction]`, in the order of the labels. */
  confusion?: number[][];
  classes?: { precision: number; recall: number; f1: number; support: number }[];
  /** Of a language model; `loss` is in nats per token. */
  language?: LanguageScores;
  /** For each length of the numbers that are added. */
  lengths?: LengthScores[];
}

/** How a language model predicts text. A line's end counts as a character. */
export interface LanguageScores {
  /** e to the loss: how many tokens it wavers between. */
  perplexity: number;
  characters: number;
  /** Share of the tokens that are not in the vocabulary. */
  unknownShare: number;
  /** Absent where unknown tokens stand for several characters: those are not predicted. */
  bitsPerCharacter?: number;
  /** Means over lines of each line's mean; of lines only. */
  perLine?: { loss: number; accuracy: number };
  /** Without the first token of each line, which is predicted from nothing; of lines only. */
  givenFirst?: {
    loss: number;
    accuracy: number;
    count: number;
    perLine: { loss: number; accuracy: number };
  };
}

export interface LengthScores {
  /** Bits of each of the two numbers. */
  length: number;
  /** Share of the sum's bits that are right. */
  bits: number;
  /** Share of the sums whose bits are all right. */
  exact: number;
  /** Sums. */
  count: number;
}
