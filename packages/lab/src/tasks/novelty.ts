import type { Examples } from '@rnnlab/trainer';
import type { Prepared } from './task.js';
import type { WrittenText } from './write-texts.js';

/** How many of the texts that a model wrote it did not read in training. */
export interface Novelty {
  /** Share that is not among the training texts. An empty text is never new. */
  share: number;
  /** Texts that were written. */
  count: number;
}

/** @param texts - Whole ones: a text that was cut off counts as new. */
export function noveltyOf({ parts: { train }, tokenizer }: Prepared, texts: readonly WrittenText[]): Novelty {
  const { decode } = tokenizer!;
  const examples = train.examples as Examples;
  const known = new Set(['']);
  // As the model saw them: without characters that are not read, and cut where they are.
  for (let k = 0; k < examples.length; k++) {
    known.add(decode(examples.batch([k], examples.steps(k)).targets!));
  }
  const fresh = texts.filter(({ text }) => !known.has(text));
  return { share: fresh.length / texts.length, count: texts.length };
}
