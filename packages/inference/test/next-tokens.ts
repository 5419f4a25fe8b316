import { evaluate } from './evaluate.js';
import { type ExportedLanguageModel, lines } from './export-language-model.js';

/** Probabilities of the tokens after some beginnings, without those that are never sampled, by the evaluation. */
export async function nextOfEach(
  { spec, parameters }: Pick<ExportedLanguageModel, 'spec' | 'parameters'>,
  beginnings: readonly number[][],
): Promise<number[][]> {
  const sequences = beginnings.map((ids) => Int32Array.from(ids));
  const rows = await evaluate(spec, parameters, sequences, { perStep: true });
  return rows.map((row) => {
    const last = row.slice(-lines.vocabulary.size).map((p, id) => (id < 6 && id !== 3 ? 0 : p));
    const sum = last.reduce((a, b) => a + b, 0);
    return last.map((p) => p / sum);
  });
}
