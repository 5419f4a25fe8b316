import { join } from 'node:path';
import { LabError } from '../../error.js';
import { optional, path, wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';

export const cifar10Small = defineDataset({
  task: 'image-classification',
  doc: 'CIFAR-10: the first 10,000 training images, 2,000 others to choose the epoch, 1,000 for the test',
  fields: {
    folder: optional(
      path('The folder with data_batch_1.bin, data_batch_2_first2000.bin and test_batch_first1000.bin.'),
    ),
    train: wholeNumber('Images to train on, the first ones.', 10_000, { to: 10_000 }),
  },
  async load({ folder, train }) {
    if (folder === null) {
      throw new LabError(
        'The dataset cifar10-small cannot be downloaded: dataset.folder must name the folder with data_batch_1.bin, ' +
          'data_batch_2_first2000.bin and test_batch_first1000.bin.',
        { option: 'dataset.folder' },
      );
    }
    const { cifarBinary } = await import('@rnnlab/datasets');
    const { slice } = await import('./select-images.js');
    const read = (name: string) => cifarBinary(join(folder, name));
    return {
      train: slice(await read('data_batch_1.bin'), 0, train),
      validation: await read('data_batch_2_first2000.bin'),
      test: await read('test_batch_first1000.bin'),
    };
  },
});
