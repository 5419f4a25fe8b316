import { checkOptions, oneOf, shown, wholeNumber } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';

/** How sequences become one rectangular batch. */
export interface PadOptions {
  /** Where padding goes (default 'right', after the sequence). */
  side?: 'right' | 'left' | undefined;
  /** Which end of a sequence longer than `length` is cut off (default 'right'); `false` makes it an error. */
  truncate?: 'right' | 'left' | false | undefined;
  /** Steps of the result (default: the longest sequence's). */
  length?: number | undefined;
  /** The id to fill up with (default 0, `[PAD]`). */
  padId?: number | undefined;
}

export interface PaddedBatch {
  /** Row-major, shape `[batch, steps]`. */
  ids: Int32Array;
  /** How many steps of each row are not padding, shape `[batch]`. */
  lengths: Int32Array;
  batch: number;
  steps: number;
}

/**
 * Puts sequences of different lengths into one array. No sequences give a batch of 0; an empty sequence
 * gives a row of padding and the length 0.
 *
 * @param sequences arrays of ids, as `encode` gives them or others that hold 32-bit integers
 * @throws TokenizerError for an impossible option, a sequence that does not hold integers, or one longer than
 * `length` with `truncate: false`
 * @example
 * pad([Int32Array.of(5, 6, 7), Int32Array.of(8)]);
 * // { ids: [5, 6, 7, 8, 0, 0], lengths: [3, 1], batch: 2, steps: 3 }
 */
export function pad(sequences: readonly ArrayLike<number>[], options: PadOptions = {}): PaddedBatch {
  checkOptions('pad', options, OPTIONS, TokenizerError);
  if (!Array.isArray(sequences)) {
    const hint = sequences instanceof Int32Array ? ': put it in an array' : '';
    throw new TokenizerError(`pad takes an array of sequences, received ${shown(sequences)}${hint}.`);
  }
  const rows = Array.from(sequences as readonly ArrayLike<number>[], idsOf);
  const { side = 'right', truncate = 'right', padId = 0 } = options;
  const longest = rows.reduce((most, sequence) => Math.max(most, sequence.length), 0);
  const steps = options.length ?? longest;
  if (truncate === false && longest > steps) {
    const index = rows.findIndex((sequence) => sequence.length > steps);
    throw new TokenizerError(
      `Sequence ${index} has ${rows[index]!.length} steps; expected at most ${steps}, as truncate is false.`,
    );
  }
  const batch = rows.length;
  if (batch * steps > MOST_IDS) {
    throw new TokenizerError(`A batch has at most ${MOST_IDS} ids, received ${batch} × ${steps}.`);
  }
  const ids = new Int32Array(batch * steps).fill(padId);
  const lengths = new Int32Array(batch);
  for (const [row, sequence] of rows.entries()) {
    const length = Math.min(sequence.length, steps);
    const first = truncate === 'left' ? sequence.length - length : 0;
    const offset = row * steps + (side === 'left' ? steps - length : 0);
    ids.set(sequence.subarray(first, first + length), offset);
    lengths[row] = length;
  }
  return { ids, lengths, batch, steps };
}

const OPTIONS = {
  side: oneOf(['right', 'left']),
  truncate: oneOf(['right', 'left', false]),
  length: wholeNumber(0),
  padId: wholeNumber(0, 2 ** 31 - 1),
};

/** More do not fit into the memory of one array. */
const MOST_IDS = 2 ** 30;

/** @throws TokenizerError for what an `Int32Array` would hold only by changing it */
function idsOf(sequence: unknown, index: number): Int32Array {
  if (sequence instanceof Int32Array) return sequence;
  if (!Array.isArray(sequence) && !(ArrayBuffer.isView(sequence) && 'length' in sequence)) {
    throw new TokenizerError(`Sequence ${index} must be an array of ids, received ${shown(sequence)}.`);
  }
  const values = Array.from(sequence as unknown as ArrayLike<unknown>);
  const step = values.findIndex((value) => !Number.isInteger(value) || ((value as number) | 0) !== value);
  if (step < 0) return Int32Array.from(values as number[]);
  throw new TokenizerError(
    `Sequence ${index} must hold integers as ids, received ${shown(values[step])} at step ${step}.`,
  );
}
