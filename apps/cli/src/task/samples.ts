import type { LabelledText } from '@rnnlab/datasets';
import { loadModel } from '@rnnlab/inference';
import type { Tokenizer } from '@rnnlab/tokenizers';
import type { SamplePrediction } from './result.js';

const SAMPLES = 5;

/** Some texts of the test part, of different classes as far as there are, predicted by an exported model. */
export async function predictSamples(
  model: Uint8Array,
  texts: readonly LabelledText[],
  tokenizer: Tokenizer,
): Promise<SamplePrediction[]> {
  const chosen = choose(texts.filter(({ text }) => isKnown(text, tokenizer)));
  if (chosen.length === 0) return [];
  const classifier = await loadModel(model, { input: 'text' });
  try {
    const predictions = await classifier.predict(
      chosen.map(({ text }) => text),
      { top: 1 },
    );
    return predictions.map(({ classes: [best] }, k) => ({
      text: chosen[k]!.text,
      truth: chosen[k]!.label,
      predicted: best!.label,
      probability: best!.probability,
    }));
  } finally {
    await classifier.close();
  }
}

/** The first text of each class, then the first of all others. */
function choose(texts: readonly LabelledText[]): LabelledText[] {
  const seen = new Set<string>();
  const first: LabelledText[] = [];
  const rest: LabelledText[] = [];
  for (const example of texts) {
    (seen.has(example.label) ? rest : first).push(example);
    seen.add(example.label);
  }
  return [...first, ...rest].slice(0, SAMPLES);
}

const isKnown = (text: string, { encode, unknownId, padId }: Tokenizer): boolean =>
  encode(text).some((id) => id !== unknownId && id !== padId);
