import { type ImageDataset, imageDataset } from '@rnnlab/datasets';
import { LabError } from '../../error.js';
import type { Loaded } from './dataset.js';

/**
 * The first training images, the last ones for validation, the first of the test part.
 *
 * @throws LabError if there are not as many.
 */
export function selectImages(
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

/** Some images in a row, not copied. */
export function slice(images: ImageDataset, from: number, to: number): ImageDataset {
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
