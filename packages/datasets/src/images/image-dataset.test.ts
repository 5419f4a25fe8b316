import { describe, expect, expectTypeOf, it } from 'vitest';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { kFold, split } from '../sampling/split.js';
import { ImageDataset, imageBatch, imageDataset, type LabeledImage, toFloat32 } from './image-dataset.js';

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

  it('gives image datasets that share its pixels from the methods that select', () => {
    const parts = [
      ...split(images, { fractions: [0.5, 0.5], seed: 1 }),
      ...kFold(images, { folds: 2, seed: 1 }).flatMap(({ train, validation }) => [train, validation]),
      images.take(2),
      images.skip(3),
      images.shuffle({ seed: 1 }),
      images.select([3, 0, 3]),
      images.filter(({ label }) => label > 0),
      images.shuffle({ seed: 2 }).skip(1).select([2, 0]).take(1),
    ];
    expectTypeOf(parts).toEqualTypeOf<ImageDataset[]>();
    for (const part of parts) {
      expect(part).toBeInstanceOf(ImageDataset);
      expect([part.channels, part.classes, part.card]).toEqual([3, columns.classes, columns.card]);
      for (const { pixels } of part) expect(pixels.buffer).toBe(columns.pixels.buffer);
      const all = part.toArray();
      expect([...part.labels]).toEqual(all.map(({ label }) => label));
      expect([...part.pixels]).toEqual(all.flatMap(({ pixels }) => [...pixels]));
      const batch = imageBatch(part, [part.length - 1, 0]);
      expect([...batch.labels]).toEqual([all.at(-1)!.label, all[0]!.label]);
      expect([...batch.pixels]).toEqual([...all.at(-1)!.pixels, ...all[0]!.pixels]);
    }
    const plain = Dataset.from(images);
    const chosen = (dataset: Dataset<LabeledImage>) => dataset.shuffle({ seed: 2 }).skip(1).select([2, 0]);
    expect(chosen(images).toArray()).toEqual(chosen(plain).toArray());
    expect(images.skip(3).pixels.buffer).toBe(columns.pixels.buffer);
  });

  it('resumes at a position of images that were chosen in the same way only', async () => {
    const iteration = images.shuffle({ seed: 1 }).iterate();
    await iteration.next();
    const from = iteration.position;
    const rest = images.shuffle({ seed: 1 }).iterate({ from });
    expect((await rest.next()).value).toEqual(images.shuffle({ seed: 1 }).at(1));
    expect(() => images.shuffle({ seed: 2 }).iterate({ from })).toThrow(DatasetError);
  });

  it('may be empty, and have labels of 32 bits', () => {
    const pixels = new Uint8Array(0);
    expect(imageDataset({ ...columns, pixels, labels: new Uint8Array(0) }).length).toBe(0);
    const labels = Int32Array.of(70_000, 0, 1, 2);
    const { classes: _, ...unnamed } = columns;
    expect(imageDataset({ ...unnamed, labels }).at(0).label).toBe(70_000);
  });

  it.each<[object, string]>([
    [{ width: 3 }, '4 labels and images of 3 × 1 × 3 need 36 pixels, received 24.'],
    [{ labels: Uint8Array.of(1) }, '1 labels and images of 3 × 1 × 2 need 6 pixels, received 24.'],
    [{ channels: 0 }, 'The number of channels must be a whole number of at least 1, received 0.'],
    [{ height: 1.5 }, 'The height of the images must be a whole number of at least 1, received 1.5.'],
    [{ width: -1 }, 'The width of the images must be a whole number of at least 1, received -1.'],
    [{ classes: ['a', 'b'] }, 'The label of image 0 must be a whole number from 0 to 1, received 2.'],
    [
      { labels: Int32Array.of(0, 0, -1, 0), classes: undefined },
      'The label of image 2 must be a whole number of at least 0, received -1.',
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
