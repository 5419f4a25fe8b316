import type { Generator } from '@rnnlab/shared';
import { TrainingError } from '../errors.js';
import { type BatchSource, type Bucket, PlannedSource } from './batches.js';
import type { Batch } from './examples.js';

/** Tokens of a long text, which need not be in memory. */
export interface TokenSource {
  readonly length: number;
  /** Reads the tokens from one index up to, but not including, another. */
  read(from: number, to: number): ArrayLike<number>;
}

/**
 * One long sequence in which every token is predicted from all before it. It is trained in windows, in order, with
 * recurrent states that are carried from each to the next: truncated back-propagation through time.
 */
export interface TokenStream {
  /** Predictions: one less than there are tokens. */
  readonly length: number;
  /** Time steps of a window. */
  readonly window: number;
  /**
   * Makes a batch of windows of `steps` tokens, each with the token after it as target.
   *
   * @param starts - The index of the first token of each.
   * @param lengths - Number of steps of each that are not padding. Default: all.
   */
  batch(starts: ArrayLike<number>, steps: number, lengths?: ArrayLike<number>): Batch;
}

/** Options of {@link tokenStream}. */
export interface TokenStreamOptions {
  /** All tokens, in memory or read as they are needed. */
  tokens: ArrayLike<number> | TokenSource;
  /** Time steps of a window. */
  window: number;
}

/**
 * Makes a token stream for `fit`.
 *
 * @throws {TrainingError} When there are fewer than two tokens, or the window is not a whole number from 1.
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
  const source = 'read' in tokens ? tokens : tokensInMemory(tokens);
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
        const read = source.read(starts[row]!, starts[row]! + length + 1);
        for (let step = 0; step < length; step++) {
          batch.ids[row * steps + step] = read[step]!;
          batch.targets[row * steps + step] = read[step + 1]!;
        }
      }
      return batch;
    },
  };
}

function tokensInMemory(tokens: ArrayLike<number>): TokenSource {
  const all = Int32Array.from(tokens);
  return { length: all.length, read: (from, to) => all.subarray(from, to) };
}

/** Whether the data of a training are a token stream. */
export const isTokenStream = (data: object): data is TokenStream => 'window' in data;

/** Batches of a token stream: its windows in order, in `batch` parallel rows. */
export const tokenStreamSource = (stream: TokenStream, batch: number): BatchSource =>
  new PlannedSource(stream, {
    batchesPerEpoch: windowCount(stream, batch),
    stateful: true,
    plan: (ordering) => planWindows(stream, batch, ordering),
  });

/** The number of windows in an epoch, each of which is one step. */
export const windowCount = (stream: TokenStream, batch: number): number =>
  windowLayout(stream, batch).windows;

/**
 * Plans one epoch on a stream: the windows of all rows in order, as indices of their first tokens. Nearly all tokens are
 * predicted once; fewer than `batch` are skipped, at either end.
 */
export function planWindows(stream: TokenStream, batch: number, generator: Generator): Bucket[] {
  const { rowLength, windows, firstSteps: range } = windowLayout(stream, batch);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const start = below(stream.length - rowLength * batch + 1);
  const firstSteps = range[0] + below(range[1] - range[0] + 1);
  const buckets: Bucket[] = [];
  for (let k = 0, offset = 0; k < windows; k++) {
    const steps = k === 0 ? firstSteps : Math.min(stream.window, rowLength - offset);
    const starts = Uint32Array.from({ length: batch }, (_, row) => start + row * rowLength + offset);
    const bucket = buckets.at(-1);
    if (bucket?.steps === steps) bucket.batches.push(starts);
    else buckets.push({ steps, batches: [starts] });
    offset += steps;
  }
  return buckets;
}

/** How a stream is divided into parallel rows, and those into windows. */
interface WindowLayout {
  /** Predictions of a row. */
  rowLength: number;
  windows: number;
  /** Minimum and maximum number of steps of the first window. */
  firstSteps: [minimum: number, maximum: number];
}

/**
 * Windows begin elsewhere in each epoch, so that no token is always the first of one: the first window is shortened at
 * random, the last takes the rest. Their number stays the same.
 */
function windowLayout({ length, window }: TokenStream, batch: number): WindowLayout {
  const rowLength = Math.floor(length / batch);
  if (rowLength < 1) {
    throw new TrainingError(
      `The text has ${length + 1} tokens, too few for ${batch} parallel rows: ` +
        `use a batch of ${length} or less, or more text.`,
    );
  }
  const windows = Math.ceil(rowLength / window);
  if (windows === 1) return { rowLength, windows, firstSteps: [rowLength, rowLength] };
  const rest = rowLength - (windows - 1) * window;
  // The last window takes what the first leaves; with one window more, both are shorter.
  return rest <= window / 2 || rest < 2
    ? { rowLength, windows, firstSteps: [rest, window] }
    : { rowLength, windows: windows + 1, firstSteps: [1, rest - 1] };
}
