import { aFunction, anything, aSignal, checkValue, type Rule, wholeNumber } from '@rnnlab/shared';
import type { EpochRecord, ProgressReport } from '@rnnlab/trainer';
import { LabError } from '../errors.js';

/** The run that is about to be trained. */
export interface RunIntroduction {
  /** The run directory. */
  path: string;
  recipe: string;
  /** A short name: `LSTM-128`. */
  model: string;
  /** Number of trainable parameters. */
  parameters: number;
  /** Name of the data, number of examples, and the name of one: `name`. */
  data: { name: string; examples: number; unit: string };
  /** Number of classes; 0 where there are none. */
  classes: number;
  /** Numbers of examples, and the name of one: of one long text, a token. */
  parts: { train: number; validation: number; test: number; unit: string };
  /** Updates so far, of a run that is resumed. */
  step?: number;
}

/** Further information on a completed epoch. */
export interface EpochInfo {
  /** Planned number of epochs. */
  epochs: number;
  /** Whether it is the best so far. */
  best: boolean;
  /** Whether it belongs to the second training, on a split by distinct text. */
  distinct: boolean;
}

/** Callbacks of a training: for progress, logs and the like. Their return values are ignored. */
export interface TrainingCallbacks {
  /** Called once, when the data are ready. */
  onStart?: ((introduction: RunIntroduction) => void) | undefined;
  /** Called before the first step of a training, with its number of examples; a run may have a second training. */
  onTrainBegin?: ((examples: number) => void) | undefined;
  /** Called several times a second. */
  onProgress?: ((report: ProgressReport) => void) | undefined;
  /** Called after each epoch. */
  onEpoch?: ((record: EpochRecord, info: EpochInfo) => void) | undefined;
  /** Called after the last step of a training, however it ended. */
  onTrainEnd?: (() => void) | undefined;
  /** Called with a sentence on the next thing to happen, such as a second training. */
  onNote?: ((sentence: string) => void) | undefined;
}

/** Rules of the options of every training; `engine`, `settings` and `threads` are checked where they are used. */
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
