import { join } from 'node:path';
import { LabError } from '../../error.js';
import { optional, path, wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';

export const dbpediaMedium = defineDataset({
  task: 'text-classification',
  ownParts: true,
  doc: 'First paragraphs of Wikipedia in 14 classes: 5,600 texts and 700 for the test',
  fields: {
    folder: optional(path('The folder with train_medium.csv and test_medium.csv.')),
    validation: wholeNumber('Texts of the training part kept to choose the best epoch.', 600),
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
