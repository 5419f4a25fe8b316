import { join } from 'node:path';
import { COUNT } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { PATH } from '../settings/option.js';
import { defineDataset, folder, loadOptions } from './dataset.js';

export const names = defineDataset({
  task: 'text-classification',
  description: 'Surnames in 26 languages, built in',
  options: {},
  load: async () => (await import('@rnnlab/datasets')).names(),
});

export const pytorchNames = defineDataset({
  task: 'text-classification',
  description: 'Surnames in 18 languages of the PyTorch tutorial, 20,074 lines',
  options: { folder },
  load: async (values) => (await import('@rnnlab/datasets')).pytorchNames(loadOptions(values)),
});

export const labelFolder = defineDataset({
  task: 'text-classification',
  description: 'A folder of <Label>.txt files, one example per line',
  options: { path: { ...PATH, default: '', description: 'The folder.' } },
  load: async (values) => (await import('@rnnlab/datasets')).labelFolder(values.path),
});

export const dbpediaMedium = defineDataset({
  task: 'text-classification',
  ownParts: true,
  description: 'First paragraphs of Wikipedia in 14 classes: 5,600 texts and 700 for the test',
  options: {
    folder: { ...PATH, optional: true, description: 'The folder with train_medium.csv and test_medium.csv.' },
    validation: {
      ...COUNT,
      default: 600,
      description: 'Texts of the training part kept to choose the best epoch.',
    },
  },
  async load({ folder, validation }, seed) {
    if (folder === null) {
      throw new LabError(
        'The dataset dbpedia-medium cannot be downloaded: dataset.folder must name the folder with train_medium.csv and test_medium.csv.',
        { option: 'dataset.folder' },
      );
    }
    const { csv, Dataset, cards, shuffledIndices } = await import('@rnnlab/datasets');
    const feature = cards.dbpedia14.features?.label;
    const names = feature?.kind === 'label' ? feature.names : [];
    const card = { ...cards.dbpedia14, name: 'dbpedia-medium', features: cards.dbpedia14.features! };
    const read = async (name: string) => {
      const label = (cell: string): string => {
        const name = names[Number(cell) - 1];
        if (name === undefined) throw new RangeError(`expected a class from 1 to ${names.length}`);
        return name;
      };
      const columns = ['label', 'title', 'text'] as const;
      const rows = csv(join(folder, name), { header: false, columns, types: { label } });
      return rows.toArray();
    };
    const all = await read('train_medium.csv');
    if (validation >= all.length) {
      throw new LabError(`dataset.validation must be below ${all.length}, received ${validation}.`);
    }
    const order = shuffledIndices(all.length, seed);
    const some = (indices: Iterable<number>) =>
      Dataset.from(
        [...indices].map((index) => all[index]!),
        card,
      );
    return {
      train: some(order.slice(validation)),
      validation: some(order.slice(0, validation)),
      test: Dataset.from(await read('test_medium.csv'), card),
    };
  },
});
