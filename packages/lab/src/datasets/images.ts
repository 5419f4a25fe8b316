import { join } from 'node:path';
import {
  cifarBinary,
  type ImageDataset,
  imageDataset,
  mnist as loadMnist,
  renderedDigitImages,
} from '@rnnlab/datasets';
import { COUNT } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { PATH } from '../settings/option.js';
import { defineDataset, folder, type Loaded, loadOptions, seedOf } from './dataset.js';

export const mnist = defineDataset({
  task: 'image-classification',
  description: 'Handwritten digits, 28 × 28: 60,000 images and 10,000 for the test',
  options: {
    folder,
    train: {
      ...COUNT,
      default: 55_000,
      description: 'Images to train on, the first of those that are not kept for validation.',
    },
    validation: {
      ...COUNT,
      default: 5000,
      description: 'Images of the training part kept to choose the best epoch, the last ones.',
    },
    test: { ...COUNT, default: 10_000, description: 'Images to test on, the first ones.' },
  },
  async load(values) {
    const options = loadOptions(values);
    const [train, test] = await Promise.all([loadMnist(options), loadMnist({ ...options, split: 'test' })]);
    return selectImages(train, test, values);
  },
});

export const cifar10Small = defineDataset({
  task: 'image-classification',
  description:
    'CIFAR-10: the first 10,000 training images, 2,000 others to choose the epoch, 1,000 for the test',
  options: {
    folder: {
      ...PATH,
      optional: true,
      description:
        'The folder with data_batch_1.bin, data_batch_2_first2000.bin and test_batch_first1000.bin.',
    },
    train: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 10_000,
      description: 'Images to train on, the first ones.',
    },
  },
  async load({ folder, train }) {
    if (folder === null) {
      throw new LabError(
        'The dataset cifar10-small cannot be downloaded: dataset.folder must name the folder with data_batch_1.bin, ' +
          'data_batch_2_first2000.bin and test_batch_first1000.bin.',
        { option: 'dataset.folder' },
      );
    }
    const read = (name: string) => cifarBinary(join(folder, name));
    return {
      train: slice(await read('data_batch_1.bin'), 0, train),
      validation: await read('data_batch_2_first2000.bin'),
      test: await read('test_batch_first1000.bin'),
    };
  },
});

export const renderedDigits = defineDataset({
  task: 'image-classification',
  description: 'Drawn digits in the layout of MNIST, generated',
  options: {
    train: { ...COUNT, default: 10_000, description: 'Images to train on.' },
    validation: { ...COUNT, default: 1000, description: 'Images that choose the best epoch.' },
    test: { ...COUNT, default: 2000, description: 'Images to test on.' },
  },
  async load({ train, validation, test }, seed) {
    return {
      train: renderedDigitImages(train, { seed: seedOf(seed, 0) }),
      validation: renderedDigitImages(validation, { seed: seedOf(seed, 1) }),
      test: renderedDigitImages(test, { seed: seedOf(seed, 2) }),
    };
  },
});

/**
 * The first training images, the last ones for validation, the first of the test part.
 *
 * @throws {LabError} If there are not as many.
 */
function selectImages(
  all: ImageDataset,
  test: ImageDataset,
  wanted: { train: number; validation: number; test: number },
): Loaded['image-classification'] {
  if (wanted.train + wanted.validation > all.length) {
    throw new LabError(
      `dataset.train and dataset.validation must be at most ${all.length} together, received ${wanted.train} and ${wanted.validation}.`,
    );
  }
  if (wanted.test > test.length) {
    throw new LabError(`dataset.test must be at most ${test.length}, received ${wanted.test}.`);
  }
  return {
    train: slice(all, 0, wanted.train),
    validation: slice(all, all.length - wanted.validation, all.length),
    test: slice(test, 0, wanted.test),
  };
}

/** Images `from` up to, but not including, `to`, as views of the same memory. */
function slice(images: ImageDataset, from: number, to: number): ImageDataset {
  const { channels, height, width, classes, card } = images;
  const size = channels * height * width;
  return imageDataset({
    pixels: images.pixels.subarray(from * size, to * size),
    labels: images.labels.subarray(from, to),
    ...{ channels, height, width },
    ...(classes && { classes }),
    ...(card && { card }),
  });
}
