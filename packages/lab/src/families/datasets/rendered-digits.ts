import { wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';
import { seedOf } from './seed-of.js';

export const renderedDigits = defineDataset({
  task: 'image-classification',
  doc: 'Drawn digits in the layout of MNIST, generated',
  fields: {
    train: wholeNumber('Images to train on.', 10_000),
    validation: wholeNumber('Images that choose the best epoch.', 1000),
    test: wholeNumber('Images to test on.', 2000),
  },
  async load({ train, validation, test }, seed) {
    const { renderedDigitImages } = await import('@rnnlab/datasets');
    return {
      train: renderedDigitImages(train, { seed: seedOf(seed, 0) }),
      validation: renderedDigitImages(validation, { seed: seedOf(seed, 1) }),
      test: renderedDigitImages(test, { seed: seedOf(seed, 2) }),
    };
  },
});
