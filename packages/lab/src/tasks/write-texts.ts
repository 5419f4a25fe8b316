import { loadModel } from '@rnnlab/inference';
import type { Settings } from '../recipes/recipe.js';

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
