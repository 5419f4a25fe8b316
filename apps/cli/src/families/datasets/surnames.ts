import { optional, path } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';

export const surnames = defineDataset({
  task: 'language-model',
  doc: 'Surnames by language, each once: built in, or a folder of <Language>.txt files (--data PATH)',
  fields: { path: optional(path('The folder; by default the names that are built in.')) },
  async load({ path }) {
    const { labelFolder, names } = await import('@rnnlab/datasets');
    const data = path === null ? names() : await labelFolder(path);
    const seen = new Set<string>();
    const lines = data.toArray().flatMap(({ text, label }) => {
      const line = { text: text.trim(), label };
      const key = `${label}\t${line.text}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [line];
    });
    const labels = [...new Set(lines.map(({ label }) => label))].sort();
    return { shape: 'lines', card: data.card, lines, labels };
  },
});
