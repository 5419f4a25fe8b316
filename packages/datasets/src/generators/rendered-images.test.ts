import { describe, expect, it } from 'vitest';
import type { ImageDataset } from '../images/image-dataset.js';
import { renderedDigitImages, renderedDigits } from './rendered-digits.js';
import { renderedShapeImages, renderedShapes } from './rendered-shapes.js';

/** Share of the images whose nearest neighbor among others is of the same class. */
function nearestNeighbor(train: ImageDataset, test: ImageDataset): number {
  let right = 0;
  for (const { pixels, label } of test) {
    let nearest = Number.POSITIVE_INFINITY;
    let found = -1;
    for (const other of train) {
      let distance = 0;
      for (let i = 0; i < pixels.length && distance < nearest; i++) {
        distance += (pixels[i]! - other.pixels[i]!) ** 2;
      }
      if (distance < nearest) {
        nearest = distance;
        found = other.label;
      }
    }
    if (found === label) right++;
  }
  return right / test.length;
}

describe('renderedDigits', () => {
  const images = renderedDigitImages(1500, { seed: 1 });

  it('are the images of the stream, in the layout of MNIST', async () => {
    expect([images.length, images.channels, images.height, images.width]).toEqual([1500, 1, 28, 28]);
    expect(images.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(images.card?.features?.label).toEqual({ kind: 'label', names: images.classes });
    expect(await renderedDigits({ seed: 1 }).take(20).toArray()).toEqual(images.take(20).toArray());
    expect(renderedDigitImages(0, { seed: 1 }).length).toBe(0);
  });

  it('show each digit about equally often, none twice the same', () => {
    const counts = Array(10).fill(0);
    for (const label of images.labels) counts[label]++;
    expect(Math.min(...counts)).toBeGreaterThan(110);
    expect(new Set(images.map(({ pixels }) => pixels.join()))).toHaveProperty('size', 1500);
  });

  it('are white strokes on black that stay inside the image', () => {
    for (const { pixels } of images) {
      const ink = pixels.reduce((sum, value) => sum + value, 0) / 255;
      expect(ink).toBeGreaterThan(15);
      expect(ink).toBeLessThan(250);
      expect(Math.max(...pixels)).toBeGreaterThan(180);
      const border = [...pixels].filter((_, i) => i < 28 || i >= 756 || i % 28 === 0 || i % 28 === 27);
      expect(border.filter((value) => value > 0).length).toBeLessThan(12);
    }
  });

  it('can be distinguished', () => {
    expect(nearestNeighbor(images, renderedDigitImages(200, { seed: 2 }))).toBeGreaterThan(0.9);
  });

  it('refuse a number of images that is none', () => {
    expect(() => renderedDigitImages(-1, { seed: 1 })).toThrow(
      'The number of images must be a whole number from 0 to 5478274, received -1.',
    );
  });
});

describe('renderedShapes', () => {
  const images = renderedShapeImages(400, { seed: 1 });
  const size = 32 * 32;

  it('are the images of the stream, in the layout of CIFAR-10', async () => {
    expect([images.length, images.channels, images.height, images.width]).toEqual([400, 3, 32, 32]);
    expect(images.classes).toEqual([
      'circle',
      'ring',
      'crescent',
      'triangle',
      'square',
      'star',
      'cross',
      'arrow',
    ]);
    expect(await renderedShapes({ seed: 1 }).take(10).toArray()).toEqual(images.take(10).toArray());
  });

  it('show each shape about equally often', () => {
    const counts = Array(8).fill(0);
    for (const label of images.labels) counts[label]++;
    expect(Math.min(...counts)).toBeGreaterThan(25);
  });

  const brightness = (pixels: Uint8Array, i: number) =>
    0.299 * pixels[i]! + 0.587 * pixels[size + i]! + 0.114 * pixels[2 * size + i]!;

  /** How many pixels differ clearly from the corner of the image, which is ground. */
  function area(pixels: Uint8Array): number {
    let count = 0;
    for (let i = 0; i < size; i++) {
      if (Math.abs(brightness(pixels, i) - brightness(pixels, 0)) > 50) count++;
    }
    return count;
  }

  it('stand out from their ground, each with the area of its class', () => {
    const areas: number[][] = images.classes!.map(() => []);
    for (const { pixels, label } of images) areas[label]!.push(area(pixels));
    const means = areas.map((list) => list.reduce((a, b) => a + b) / list.length);
    expect(Math.min(...areas.flat())).toBeGreaterThan(30);
    // The mean of the squared radius is 112.
    const [circle, ring, , triangle, square] = means;
    expect(Math.abs(circle! / (Math.PI * 0.81 * 112) - 1)).toBeLessThan(0.15);
    expect(Math.abs(ring! / (Math.PI * (1 - 0.58 ** 2) * 112) - 1)).toBeLessThan(0.15);
    expect(Math.abs(triangle! / (1.3 * 112) - 1)).toBeLessThan(0.15);
    expect(Math.abs(square! / (1.42 ** 2 * 112) - 1)).toBeLessThan(0.15);
  });

  it('are of a color that does not tell the class', () => {
    const means = Array.from({ length: 8 }, () => [0, 0]);
    for (const { pixels, label } of renderedShapeImages(1500, { seed: 3 })) {
      means[label]![0]! += pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      means[label]![1]! += 1;
    }
    for (const [sum, count] of means) expect(Math.abs(sum! / count! - 127)).toBeLessThan(20);
  });
});
