import { wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';
import { folder, loadOptions } from './folder.js';

export const mnist = defineDataset({
  task: 'image-classification',
  doc: 'Handwritten digits, 28 × 28: 60,000 images and 10,000 for the test',
  fields: {
    folder,
    train: wholeNumber('Images to train on, the first of those that are not kept for validation.', 55_000),
    validation: wholeNumber(
      'Images of the training part kept to choose the best epoch, the last ones.',
      5000,
    ),
    test: wholeNumber('Images to test on, the first ones.', 10_000),
  },
  async load(values) {
    const { mnist } = await import('@rnnlab/datasets');
    const { selectImages } = await import('./select-images.js');
    const options = loadOptions(values);
    const [train, test] = await Promise.all([mnist(options), mnist({ ...options, split: 'test' })]);
    return selectImages(train, test, values);
  },
});
