import { defineDataset } from './dataset.js';
import { folder, loadOptions } from './folder.js';

export const pytorchNames = defineDataset({
  task: 'text-classification',
  doc: 'Surnames in 18 languages of the PyTorch tutorial, 20,074 lines',
  fields: { folder },
  load: async (values) => (await import('@rnnlab/datasets')).pytorchNames(loadOptions(values)),
});
