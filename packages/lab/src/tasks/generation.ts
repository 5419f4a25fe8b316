import { loadModel } from '@rnnlab/inference';
import type { Examples } from '@rnnlab/trainer';
import type { Settings } from '../settings/settings.js';
import type { Prepared } from './task.js';

/** A text that a language model wrote. */
export interface WrittenText {
  /** What was asked for, where texts have labels. */
  label?: string;
  text: string;
}

/** What to write. */
export interface Writing {
  /** Texts, of each label if there are some. */
  count: number;
  /** Characters that begin a text each, in place of the count. */
  starts?: string | null;
  /** Tokens of a text, at most. */
  length: number;
  temperature: number;
  /** The same seed gives the same texts. */
  seed: number;
}

export const wantsTexts = ({ count, starts }: Pick<Writing, 'count' | 'starts'>): boolean =>
  count > 0 || Boolean(starts);

/** Texts that an exported language model writes. */
export async function writeTexts(file: Uint8Array, writing: Writing): Promise<WrittenText[]> {
  const { count, starts, length, temperature, seed } = writing;
  const model = await loadModel(file, { input: 'language' });
  try {
    const primes = [...(starts ?? '')];
    const n = primes.length > 0 ? primes.length : count;
    const labels = model.conditions.length > 0 ? model.conditions : [undefined];
    const written: WrittenText[] = [];
    for (const [k, label] of labels.entries()) {
      if (n === 0) break;
      const texts = await model.generateMany({
        n,
        maxTokens: length,
        temperature,
        // Labels do not share draws.
        seed: seed + k,
        ...(primes.length > 0 && { prime: primes }),
        ...(label !== undefined && { condition: label }),
      });
      for (const [at, { text }] of texts.entries()) {
        written.push({ ...(label !== undefined && { label }), text: (primes[at] ?? '') + text });
      }
    }
    return written;
  } finally {
    await model.close();
  }
}

/** What a run writes when so many updates are done. */
export const writingOf = ({ samples, seed }: Settings, step: number): Writing => ({
  ...samples!,
  seed: (seed * 1_000_003 + step) % 2 ** 32,
});

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
