import { aFunction, anything, aSignal, checkValue, type Rule, wholeNumber } from '@rnnlab/shared';
import type { EpochRecord, ProgressReport } from '@rnnlab/trainer';
import { LabError } from '../errors.js';

/** What is about to be trained on what. */
export interface RunIntroduction {
  /** The run directory. */
  path: string;
  recipe: string;
  /** A short name: `LSTM-128`. */
  model: string;
  /** Trainable numbers. */
  parameters: number;
  /** The name of the data, how many examples there are, and what one is called: `name`. */
  data: { name: string; examples: number; unit: string };
  classes: number;
  /** Examples of each part, and what one is called: of a stream, a token. */
  parts: { train: number; validation: number; test: number; unit: string };
  /** Updates done before, of a run that is resumed. */
  step?: number;
}

/** What an epoch is among others. */
export interface EpochInfo {
  /** How many there will be. */
  epochs: number;
  /** Whether it is the best so far. */
  best: boolean;
  /** Whether it is of the second training, on a split in which no text is in two parts. */
  distinct: boolean;
}

/** Called while a run is trained: for progress, logs and the like. Nothing they give is used. */
export interface TrainingCallbacks {
  /** Once, when the data are ready. */
  onStart?: ((introduction: RunIntroduction) => void) | undefined;
  /** Before the first step of a training, with its number of examples; a run may take a second one on another split. */
  onTrainBegin?: ((examples: number) => void) | undefined;
  /** Several times a second. */
  onProgress?: ((report: ProgressReport) => void) | undefined;
  /** After each epoch. */
  onEpoch?: ((record: EpochRecord, info: EpochInfo) => void) | undefined;
  /** After the last step of a training, however it ended. */
  onTrainEnd?: (() => void) | undefined;
  /** A sentence of what happens next, such as a second training. */
  onNote?: ((sentence: string) => void) | undefined;
}

/** What a training can be told beside what is trained; `engine`, `settings` and `threads` are checked where they are used. */
export const TRAINING_OPTIONS: Readonly<Record<string, Rule>> = {
  settings: anything,
  engine: anything,
  threads: anything,
  signal: aSignal,
  onStart: aFunction,
  onTrainBegin: aFunction,
  onProgress: aFunction,
  onEpoch: aFunction,
  onTrainEnd: aFunction,
  onNote: aFunction,
};

/** @throws {LabError} For what is no number of threads. */
export function requireThreads(threads: unknown): void {
  checkValue('threads', threads, wholeNumber(1, 1024), LabError, { option: 'threads' });
}
