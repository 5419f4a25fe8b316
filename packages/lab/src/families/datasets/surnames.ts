import { optional, path } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';
import { eachOnce } from './each-once.js';

export const surnames = defineDataset({
  task: 'language-model',
  doc: 'Surnames by language, each once: built in, or a folder of <Language>.txt files',
  fields: { path: optional(path('The folder; by default the names that are built in.')) },
  async load({ path }) {
    const { labelFolder, names } = await import('@rnnlab/datasets');
    return eachOnce(path === null ? names() : await labelFolder(path));
  },
});
