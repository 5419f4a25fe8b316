import type { LanguageModel } from '@rnnlab/inference';

/** Characters of a text before the next one is begun. */
const LENGTH = 500;

/**
 * Generates for some seconds, drawing from the model's own distribution.
 *
 * @param rows - Texts at a time.
 * @returns Tokens per second, of all texts together.
 */
export async function generated(model: LanguageModel, rows: number, seconds: number): Promise<number> {
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  let tokens = 0;
  do {
    if (rows === 1) {
      for await (const piece of model.generate({ prime: '!', maxTokens: LENGTH })) tokens += piece.length;
    } else {
      const texts = await model.generateMany({ n: rows, prime: '!', maxTokens: LENGTH / 10 });
      for (const text of texts) tokens += text.tokens;
    }
  } while (elapsed() < seconds);
  return tokens / elapsed();
}
