/** How sequences become one rectangular batch. */
export interface PadOptions {
  /** Where padding goes (default 'right', after the sequence). */
  side?: 'right' | 'left';
  /** Which end of a sequence longer than `length` is cut off (default 'right'); `false` makes it an error. */
  truncate?: 'right' | 'left' | false;
  /** Steps of the result (default: the longest sequence's). */
  length?: number;
  /** The id to fill up with (default 0, `[PAD]`). */
  padId?: number;
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
 * @throws RangeError for an impossible option, or a sequence longer than `length` with `truncate: false`
 * @example
 * pad([Int32Array.of(5, 6, 7), Int32Array.of(8)]);
 * // { ids: [5, 6, 7, 8, 0, 0], lengths: [3, 1], batch: 2, steps: 3 }
 */
export function pad(sequences: readonly Int32Array[], options: PadOptions = {}): PaddedBatch {
  const { side = 'right', truncate = 'right', padId = 0 } = options;
  const longest = sequences.reduce((most, sequence) => Math.max(most, sequence.length), 0);
  const steps = options.length ?? longest;
  requireOneOf('side', side, ['right', 'left']);
  requireOneOf('truncate', truncate, ['right', 'left', false]);
  if (!Number.isInteger(padId) || padId < 0 || padId > 0x7fffffff) {
    throw new RangeError(`Option padId must be an id, an integer of at least 0; received ${padId}.`);
  }
  if (!Number.isInteger(steps) || steps < 0) {
    throw new RangeError(`Option length must be an integer of at least 0; received ${steps}.`);
  }
  if (truncate === false && longest > steps) {
    const index = sequences.findIndex((sequence) => sequence.length > steps);
    throw new RangeError(
      `Sequence ${index} has ${sequences[index]!.length} steps; expected at most ${steps}, as truncate is false.`,
    );
  }
  const batch = sequences.length;
  const ids = new Int32Array(batch * steps).fill(padId);
  const lengths = new Int32Array(batch);
  for (const [row, sequence] of sequences.entries()) {
    const length = Math.min(sequence.length, steps);
    const first = truncate === 'left' ? sequence.length - length : 0;
    const offset = row * steps + (side === 'left' ? steps - length : 0);
    ids.set(sequence.subarray(first, first + length), offset);
    lengths[row] = length;
  }
  return { ids, lengths, batch, steps };
}

function requireOneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  const names = allowed.map((item) => JSON.stringify(item)).join(', ');
  throw new RangeError(`Option ${name} must be one of ${names}; received ${JSON.stringify(value)}.`);
}
