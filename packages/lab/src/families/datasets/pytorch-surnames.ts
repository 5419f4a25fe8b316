import { defineDataset } from './dataset.js';
import { eachOnce } from './each-once.js';
import { folder, loadOptions } from './folder.js';

export const pytorchSurnames = defineDataset({
  task: 'language-model',
  doc: 'Surnames in 18 languages of the PyTorch tutorial, each once in a language',
  fields: { folder },
  load: async (values) =>
    eachOnce(await (await import('@rnnlab/datasets')).pytorchNames(loadOptions(values))),
});
