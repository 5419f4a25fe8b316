import { aFunction, anything, aSignal, checkValue, type Rule, wholeNumber } from '@rnnlab/shared';
import { LabError } from './error.js';

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

/** @throws LabError for what is no whole number from 1 to `most`. */
export function requireNumber(option: string, value: unknown, most: number): void {
  checkValue(option, value, wholeNumber(1, most), LabError, { option });
}

/** @throws LabError for what is no number of threads. */
export const requireThreads = (threads: unknown): void => requireNumber('threads', threads, 1024);
