import { shown, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
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
      `Sequences must be an array of arrays of numbers, received ${shown(sequences)}.`,
    );
  }
  return Array.from(sequences as readonly unknown[], (sequence, k) => checked(file, sequence, k));
}

function checked(file: SequenceFile, value: unknown, k: number): Sequence {
  const { width = 1, steps } = file;
  const name = `sequences[${k}]`;
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new InferenceError(`${name} must be an array of numbers, received ${shown(value)}.`);
  }
  const sequence = value as unknown as Sequence;
  if (sequence.length === 0 || sequence.length % width !== 0) {
    const expected = width === 1 ? 'at least one step' : `one or more steps of ${width}`;
    throw new InferenceError(`${name} has ${sequence.length} numbers, expected ${expected}.`);
  }
  if (steps !== undefined && sequence.length / width > steps) {
    throw new InferenceError(`${name} has ${sequence.length / width} steps, expected at most ${steps}.`);
  }
  const ids = file.input === 'tokens' ? wholeNumber(0, file.vocabulary - 1) : undefined;
  const accepts = ids?.accepts ?? Number.isFinite;
  for (let i = 0; i < sequence.length; i++) {
    if (accepts(sequence[i])) continue;
    const expected = ids ? `ids, each ${ids.expected}` : 'numbers';
    throw new InferenceError(`${name} must have ${expected}, received ${shown(sequence[i])} at ${i}.`);
  }
  return sequence;
}
