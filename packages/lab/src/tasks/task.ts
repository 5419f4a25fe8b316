import type { DatasetCard } from '@rnnlab/datasets';
import type { GivenLanguageCard } from '@rnnlab/model-file';
import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec } from '@rnnlab/onnx';
import type { Tokenizer } from '@rnnlab/tokenizers';
import type { Augmentation, Engine, Examples, RunDirectory, TokenStream } from '@rnnlab/trainer';
import type { Loaded, TaskName } from '../datasets/dataset.js';
import type { Settings } from '../settings/settings.js';

/** The parts of a split. */
export const PARTS = ['train', 'validation', 'test'] as const;
export type PartName = (typeof PARTS)[number];

/** The data of a recipe, loaded. */
export interface Data<Name extends TaskName = TaskName> {
  loaded: Loaded[Name];
  card: DatasetCard | undefined;
  /** Number of examples of all parts together. */
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
  /** Source of the examples, where a task scores by more than their targets. */
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
  /** Size of images; of images only. */
  image?: { channels: number; height: number; width: number };
  /** Random changes of examples while training. */
  augmentation?: Augmentation | undefined;
  /** Special tokens and conditions for the exported file; of language models only. */
  language?: GivenLanguageCard;
  spec: ModelSpec;
  loss: LossSpec;
  parts: Record<PartName, Part>;
}

/** The parameters to score, and the engine that scores them. */
export interface Trained {
  parameters: Float32Array;
  engine: Engine;
}

/** A test example with its label and its prediction. */
export interface SamplePrediction {
  /** The example, for people to read. */
  text: string;
  label: string;
  predicted: string;
  /** Probability of the predicted class. */
  probability?: number;
}

/** A kind of problem: how its data become batches, and which losses, scores and samples belong to it. */
export interface Task<Name extends TaskName = TaskName> {
  readonly name: Name;
  /** Losses it can be trained with. */
  readonly losses: readonly LossSpec['type'][];
  /** The unit whose predictions the accuracy counts: `text`, `bit`. */
  readonly predictionUnit: string;
  /** @throws {DatasetError} If it cannot be loaded. */
  load(settings: Settings): Promise<Data<Name>>;
  /** @param run - An existing run, whose vocabulary is used. */
  prepare(settings: Settings, data: Data<Name>, run?: RunDirectory): Promise<Prepared>;
  score(prepared: Prepared, part: Part, trained: Trained): Promise<PartScores>;
  samples(prepared: Prepared, trained: Trained, model: Uint8Array): Promise<SamplePrediction[]>;
}

/** Infers the types of a task. */
export const defineTask = <Name extends TaskName>(task: Task<Name>): Task<Name> => task;

/** Scores of a model on a part of the data. Scores that a task does not have are absent. */
export interface PartScores {
  /** Share of correct predictions: of classes, bits or tokens. */
  accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  interval: [low: number, high: number];
  /** Mean loss: cross-entropy in nats, or the mean squared error. */
  loss: number;
  /** Number of predictions. */
  count: number;
  /** Mean F1 score of the classes. */
  macroF1?: number;
  /** Balanced accuracy: the mean recall of the classes. */
  balancedAccuracy?: number;
  /** Top-3 accuracy; absent with fewer than four classes. */
  top3?: number;
  /** `confusion[label][prediction]`, in the order of the labels. */
  confusion?: number[][];
  /** Scores of each class, in the order of the labels. */
  classes?: { precision: number; recall: number; f1: number; support: number }[];
  /** Of a language model; `loss` is in nats per token. */
  language?: LanguageScores;
  /** For each length of the numbers that are added. */
  lengths?: LengthScores[];
}

/** Scores of a language model. The end of a line counts as a character. */
export interface LanguageScores {
  /** Perplexity: e to the loss. */
  perplexity: number;
  /** Number of predicted characters. */
  characters: number;
  /** Share of out-of-vocabulary tokens. */
  unknownShare: number;
  /** Absent if there are unknown tokens of several characters: those are not predicted. */
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

/** Scores of binary addition for one length of the numbers. */
export interface LengthScores {
  /** Bits of each of the two numbers. */
  length: number;
  /** Share of correct bits of the sums. */
  bits: number;
  /** Share of sums without a wrong bit. */
  exact: number;
  /** Number of sums. */
  count: number;
}
