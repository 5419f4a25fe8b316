import { defineDataset } from './dataset.js';

export const names = defineDataset({
  task: 'text-classification',
  doc: 'Surnames in 26 languages, built in',
  fields: {},
  load: async () => (await import('@rnnlab/datasets')).names(),
});
