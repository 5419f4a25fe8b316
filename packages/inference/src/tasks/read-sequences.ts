import { InferenceError, shorten } from '../error.js';
import type { SequenceFile } from '../file/model-file.js';

/** Ids, one for each step; or the numbers of all steps, one step after the other. */
export type Sequence = ArrayLike<number>;

/**
 * Checks some sequences.
 *
 * @throws InferenceError for a value that is not an array of sequences that the model can read
 */
export function readSequences(file: SequenceFile, sequences: readonly Sequence[]): Sequence[] {
  if (!Array.isArray(sequences)) {
    throw new InferenceError(
      `Sequences must be an array of arrays of numbers; received ${describe(sequences)}.`,
    );
  }
  return Array.from(sequences as readonly unknown[], (sequence, k) => checked(file, sequence, k));
}

function checked(
  { input, width = 1, steps, vocabulary = Infinity }: SequenceFile,
  value: unknown,
  k: number,
): Sequence {
  const name = `sequences[${k}]`;
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new InferenceError(`${name} must be an array of numbers; received ${describe(value)}.`);
  }
  const sequence = value as unknown as Sequence;
  if (sequence.length === 0 || sequence.length % width !== 0) {
    const expected = width === 1 ? 'at least one step' : `one or more steps of ${width}`;
    throw new InferenceError(`${name} has ${sequence.length} numbers; expected ${expected}.`);
  }
  if (steps !== undefined && sequence.length / width > steps) {
    throw new InferenceError(`${name} has ${sequence.length / width} steps; expected at most ${steps}.`);
  }
  for (let i = 0; i < sequence.length; i++) {
    const number = sequence[i]!;
    const good =
      input === 'tokens'
        ? Number.isInteger(number) && number >= 0 && number < vocabulary
        : Number.isFinite(number);
    if (good) continue;
    const ids = Number.isFinite(vocabulary)
      ? `ids from 0 to ${vocabulary - 1}`
      : 'whole numbers of at least 0';
    const expected = input === 'tokens' ? ids : 'numbers';
    throw new InferenceError(`${name} must have ${expected}; received ${shorten(number)} at ${i}.`);
  }
  return sequence;
}

const describe = (value: unknown): string =>
  ArrayBuffer.isView(value) ? `${value.constructor.name} of ${(value as Uint8Array).length}` : shorten(value);
