import { path } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';

export const labelFolder = defineDataset({
  task: 'text-classification',
  doc: 'A folder of <Label>.txt files, one example per line',
  fields: { path: path('The folder.') },
  load: async (values) => (await import('@rnnlab/datasets')).labelFolder(values.path),
});
