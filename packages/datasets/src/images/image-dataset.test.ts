import { describe, expect, it } from 'vitest';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { split } from '../split/split.js';
import { imageBatch } from './image-batch.js';
import { ImageDataset, imageDataset } from './image-dataset.js';
import { toFloat32 } from './to-float32.js';

const columns = {
  pixels: Uint8Array.from({ length: 24 }, (_, i) => i),
  labels: Uint8Array.of(2, 0, 1, 0),
  channels: 3,
  height: 1,
  width: 2,
  classes: ['a', 'b', 'c'],
  card: { name: 'small' },
};

describe('imageDataset', () => {
  const images = imageDataset(columns);

  it('is a dataset of views of one array', () => {
    expect(images).toBeInstanceOf(Dataset);
    expect(images).toBeInstanceOf(ImageDataset);
    expect(images.length).toBe(4);
    expect(images.at(1)).toEqual({ pixels: Uint8Array.of(6, 7, 8, 9, 10, 11), label: 0 });
    expect(images.at(1).pixels.buffer).toBe(columns.pixels.buffer);
    expect(images.pixels).toBe(columns.pixels);
    expect([images.channels, images.height, images.width, images.classes, images.card]).toEqual([
      3,
      1,
      2,
      columns.classes,
      columns.card,
    ]);
  });

  it('gives plain datasets of the same views from its verbs', () => {
    const [first] = split(images, { fractions: [0.5, 0.5], seed: 1 });
    expect(first).not.toBeInstanceOf(ImageDataset);
    for (const { pixels } of first!) expect(pixels.buffer).toBe(columns.pixels.buffer);
    expect(images.skip(3).at(0)).toEqual(images.at(3));
  });

  it('may be empty, and have labels of 32 bits', () => {
    const pixels = new Uint8Array(0);
    expect(imageDataset({ ...columns, pixels, labels: new Uint8Array(0) }).length).toBe(0);
    const labels = Int32Array.of(70_000, 0, 1, 2);
    const { classes: _, ...unnamed } = columns;
    expect(imageDataset({ ...unnamed, labels }).at(0).label).toBe(70_000);
  });

  it.each<[object, string]>([
    [{ width: 3 }, '4 labels and images of 3 × 1 × 3 need 36 pixels, not 24.'],
    [{ labels: Uint8Array.of(1) }, '1 labels and images of 3 × 1 × 2 need 6 pixels, not 24.'],
    [{ channels: 0 }, 'The number of channels must be an integer of 1 or more, not 0.'],
    [{ height: 1.5 }, 'The height of the images must be an integer of 1 or more, not 1.5.'],
    [{ width: -1 }, 'The width of the images must be an integer of 1 or more, not -1.'],
    [{ classes: ['a', 'b'] }, 'The label of image 0 must be an integer from 0 to 1, not 2.'],
    [
      { labels: Int32Array.of(0, 0, -1, 0), classes: undefined },
      'The label of image 2 must be an integer of 0 or more, not -1.',
    ],
  ])('refuses %j', (wrong, message) => {
    expect(() => imageDataset({ ...columns, ...wrong })).toThrow(new DatasetError(message));
  });
});

describe('imageBatch', () => {
  const images = imageDataset(columns);

  it('gathers copies in the order asked for', () => {
    const { pixels, labels } = imageBatch(images, [3, 0, 3]);
    expect([...pixels]).toEqual([18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23]);
    expect(labels).toEqual(Int32Array.of(0, 2, 0));
    expect(pixels.buffer).not.toBe(columns.pixels.buffer);
    expect(imageBatch(images, []).pixels).toHaveLength(0);
  });

  it.each([-1, 4, 0.5])('refuses the index %s', (index) => {
    expect(() => imageBatch(images, [0, index])).toThrow(
      new DatasetError(`There is no image at index ${index}: expected 0 to 3.`),
    );
  });
});

describe('toFloat32', () => {
  it('divides by 255', () => {
    const all = toFloat32(Uint8Array.from({ length: 256 }, (_, i) => i));
    expect(all).toEqual(Float32Array.from({ length: 256 }, (_, i) => i / 255));
    expect([all[0], all[255]]).toEqual([0, 1]);
  });
});
