import { TrainingError } from '../error.js';
import type { Batch } from './examples.js';

/** Tokens of a long text, which need not be in memory. */
export interface TokenSource {
  readonly length: number;
  /** The tokens from a position up to, but not including, another. */
  read(from: number, to: number): ArrayLike<number>;
}

/**
 * One long sequence in which every token is predicted from all before it. It is trained in windows, in order, with
 * recurrent states that go on from each to the next: truncated back-propagation through time.
 */
export interface TokenStream {
  /** Predictions: one less than there are tokens. */
  readonly length: number;
  /** Time steps of a window. */
  readonly window: number;
  /**
   * Windows of `steps` tokens, each with the token after it as target.
   *
   * @param starts - Where they begin.
   * @param lengths - How much of each is read; by default all.
   */
  batch(starts: ArrayLike<number>, steps: number, lengths?: ArrayLike<number>): Batch;
}

export interface TokenStreamOptions {
  /** All tokens, in memory or read as they are needed. */
  tokens: ArrayLike<number> | TokenSource;
  /** Time steps of a window. */
  window: number;
}

/**
 * A stream of tokens as what `fit` trains on.
 *
 * @throws TrainingError if there is nothing to predict, or the window is no whole number from 1.
 * @example
 * const { length, batch } = tokenStream({ tokens: tokenizer.encode(text), window: 100 });
 */
export function tokenStream({ tokens, window }: TokenStreamOptions): TokenStream {
  if (!(Number.isSafeInteger(window) && window >= 1)) {
    throw new TrainingError(`A stream's window must be a whole number of at least 1, received ${window}.`);
  }
  if (tokens.length < 2) {
    throw new TrainingError(
      `A stream needs two tokens or more, so that one is predicted from another: received ${tokens.length}.`,
    );
  }
  const source = 'read' in tokens ? tokens : inMemory(tokens);
  return {
    length: tokens.length - 1,
    window,
    batch(starts, steps, lengths) {
      const rows = starts.length;
      const batch = {
        ids: new Int32Array(rows * steps),
        lengths: new Int32Array(rows).fill(steps),
        targets: new Int32Array(rows * steps),
      };
      for (let row = 0; row < rows; row++) {
        const length = lengths?.[row] ?? steps;
        batch.lengths[row] = length;
        if (length === 0) continue;
        const part = source.read(starts[row]!, starts[row]! + length + 1);
        for (let step = 0; step < length; step++) {
          batch.ids[row * steps + step] = part[step]!;
          batch.targets[row * steps + step] = part[step + 1]!;
        }
      }
      return batch;
    },
  };
}

function inMemory(tokens: ArrayLike<number>): TokenSource {
  const all = Int32Array.from(tokens);
  return { length: all.length, read: (from, to) => all.subarray(from, to) };
}

export const isStream = (data: object): data is TokenStream => 'window' in data;
