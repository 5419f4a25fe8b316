import { type LanguageModel, loadModel } from '@rnnlab/inference';
import { exportModel } from '@rnnlab/onnx';
import { characterTokenizer } from '@rnnlab/tokenizers';
import { readWorkload } from '../workload.js';
import { answer } from './child.js';

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
      for await (const piece of model.generate({ prompt: '!', maxTokens: LENGTH })) tokens += piece.length;
    } else {
      const texts = await model.generateMany({ n: rows, prompt: '!', maxTokens: LENGTH / 10 });
      for (const text of texts) tokens += text.tokens;
    }
  } while (elapsed() < seconds);
  return tokens / elapsed();
}

// Generates with one model, in a process of its own: `generate.js FOLDER THREADS`.
const [folder, threads] = process.argv.slice(2) as [string, string];
const { spec, weights, data, batch } = await readWorkload(folder);
const size = spec.input.type === 'tokens' ? spec.input.vocabulary : 0;
const characters = Array.from({ length: size - 2 }, (_, k) => String.fromCharCode(0x21 + k));
const tokenizer = characterTokenizer({ characters });
const bytes = exportModel({ spec, parameters: weights }, { tokenizer, language: {} });

// ONNX Runtime itself is loaded before, as it is no part of a model.
await import('onnxruntime-node');
let began = performance.now();
const model = await loadModel(bytes, { input: 'language', threads: Number(threads) });
const loadMs = performance.now() - began;
began = performance.now();
await model.generate({ prompt: '!', seed: 1 }).next();
const firstMs = performance.now() - began;

// A text that peers score as well. The first two ids are no characters.
const text = Array.from(data[0]!.ids!.slice(0, 64), (id) => characters[id % characters.length]).join('');
const [score] = await model.score([text]);

await answer({ loadMs, firstMs, natsPerToken: score!.natsPerToken }, async ({ seconds }) => ({
  perSecond: await generated(model, batch, seconds as number),
}));
process.exit();
