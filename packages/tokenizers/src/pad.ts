import { checkOptions, oneOf, shown, wholeNumber } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';

/** Options of padding sequences to one batch. */
export interface PadOptions {
  /** The side of padding. Default: `'right'`, after the sequence. */
  side?: 'right' | 'left' | undefined;
  /** The end at which a sequence longer than `length` is truncated; `false` makes it an error. Default: `'right'`. */
  truncate?: 'right' | 'left' | false | undefined;
  /** Time steps of the batch. Default: those of the longest sequence. */
  length?: number | undefined;
  /** The id of padding. Default: 0, `[PAD]`. */
  padId?: number | undefined;
}

/** A batch of padded sequences. */
export interface PaddedBatch {
  /** The ids, row-major, shape `[batch, steps]`. */
  ids: Int32Array;
  /** The valid steps of each row, those that are not padding, shape `[batch]`. */
  lengths: Int32Array;
  /** Number of sequences. */
  batch: number;
  /** Time steps of every row. */
  steps: number;
}

/**
 * Pads sequences of different lengths to one batch. No sequences give a batch of 0; an empty sequence
 * gives a row of padding and the length 0.
 *
 * @param sequences - Arrays of ids, as `encode` gives them or others of 32-bit integers.
 * @param options - Length, sides and id of padding and truncation.
 * @throws {TokenizerError} For an invalid option, a sequence with an entry that is no integer, or one longer than
 * `length` with `truncate: false`.
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

/** More ids do not fit into the memory of one array. */
const MOST_IDS = 2 ** 30;

/** @throws {TokenizerError} For an entry that an `Int32Array` would change. */
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
