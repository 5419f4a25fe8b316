import { loadModel } from '@rnnlab/inference';
import type { Examples } from '@rnnlab/trainer';
import type { Settings } from '../settings/settings.js';
import type { Prepared } from './task.js';

/** A text that a language model generated. */
export interface WrittenText {
  /** The label it was conditioned on, where texts have labels. */
  label?: string;
  text: string;
}

/** Options of generating texts. */
interface GenerationOptions {
  /** Number of texts, of each label if there are some. */
  count: number;
  /** Characters that each begin one text, instead of `count`. */
  prompts?: string | null;
  /** Maximum tokens of a text. */
  length: number;
  temperature: number;
  /** The same seed gives the same texts. */
  seed: number;
}

/** Whether there are texts to generate. */
export const generatesTexts = ({ count, prompts }: Pick<GenerationOptions, 'count' | 'prompts'>): boolean =>
  count > 0 || Boolean(prompts);

/** Generates texts with an exported language model. */
export async function generateTexts(file: Uint8Array, options: GenerationOptions): Promise<WrittenText[]> {
  const { count, prompts: characters, length, temperature, seed } = options;
  const model = await loadModel(file, { input: 'language' });
  try {
    const prompts = [...(characters ?? '')];
    const n = prompts.length > 0 ? prompts.length : count;
    const labels = model.conditions.length > 0 ? model.conditions : [undefined];
    const generated: WrittenText[] = [];
    for (const [k, label] of labels.entries()) {
      if (n === 0) break;
      const texts = await model.generateMany({
        n,
        maxTokens: length,
        temperature,
        // Labels do not share draws.
        seed: seed + k,
        ...(prompts.length > 0 && { prompt: prompts }),
        ...(label !== undefined && { condition: label }),
      });
      for (const [at, { text }] of texts.entries()) {
        generated.push({ ...(label !== undefined && { label }), text: (prompts[at] ?? '') + text });
      }
    }
    return generated;
  } finally {
    await model.close();
  }
}

/** The generation options of a run after `step` updates: other draws after each. */
export const generationOptions = ({ samples, seed }: Settings, step: number): GenerationOptions => ({
  count: samples!.count,
  prompts: samples!.prompts,
  length: samples!.maxTokens,
  temperature: samples!.temperature,
  seed: (seed * 1_000_003 + step) % 2 ** 32,
});

/** The share of generated texts that are not among the training texts. */
export interface Novelty {
  /** Share of new texts. An empty text is never new. */
  share: number;
  /** Generated texts. */
  count: number;
}

/**
 * Computes the novelty of generated texts.
 *
 * @param texts - Whole texts: one that was cut off counts as new.
 */
export function noveltyOf({ parts: { train }, tokenizer }: Prepared, texts: readonly WrittenText[]): Novelty {
  const { decode } = tokenizer!;
  const examples = train.examples as Examples;
  const known = new Set(['']);
  // As the model saw them: normalized and truncated.
  for (let k = 0; k < examples.length; k++) {
    known.add(decode(examples.batch([k], examples.steps(k)).targets!));
  }
  const fresh = texts.filter(({ text }) => !known.has(text));
  return { share: fresh.length / texts.length, count: texts.length };
}
