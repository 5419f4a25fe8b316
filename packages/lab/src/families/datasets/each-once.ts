import type { Dataset, LabeledText } from '@rnnlab/datasets';

/** The texts of a dataset as lines of a language model, each once in a label. */
export function eachOnce(data: Dataset<LabeledText>) {
  const seen = new Set<string>();
  const lines = data.toArray().flatMap(({ text, label }) => {
    const line = { text: text.trim(), label };
    const key = `${label}\t${line.text}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [line];
  });
  const labels = [...new Set(lines.map(({ label }) => label))].sort();
  return { shape: 'lines' as const, card: data.card, lines, labels };
}
