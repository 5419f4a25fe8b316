import { Generator } from '@rnnlab/shared';
import { describe, expect, it } from 'vitest';
import { TrainingError } from '../error.js';
import { type ImageAugmentationOptions, imageAugmentation } from './image-augmentation.js';

const [channels, height, width] = [2, 4, 5];
const size = channels * height * width;
/** Every pixel of every image is another number, from 1. */
const images = (count: number) => Float32Array.from({ length: count * size }, (_, k) => k + 1);
const imageOf = (image: number) => Array.from({ length: size }, (_, k) => image * size + k + 1);

function augmented(options: Partial<ImageAugmentationOptions>, count = 200, seed = 1) {
  const pixels = images(count);
  imageAugmentation({ channels, height, width, ...options }).apply({ pixels }, count, new Generator(seed));
  return Array.from({ length: count }, (_, k) => pixels.subarray(k * size, (k + 1) * size));
}

/** An image of one batch as it should be, written the slow way: each pixel by its place. */
function shown(image: number, place: { dy: number; dx: number; flip: boolean; reflect: boolean }): number[] {
  const pixels = imageOf(image);
  const source = (at: number, length: number): number | undefined => {
    if (at >= 0 && at < length) return at;
    return place.reflect ? (at < 0 ? -at : 2 * length - 2 - at) : undefined;
  };
  const result: number[] = [];
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = source(y + place.dy, height);
        const column = source((place.flip ? width - 1 - x : x) + place.dx, width);
        result.push(
          row === undefined || column === undefined ? 0 : pixels[(c * height + row) * width + column]!,
        );
      }
    }
  }
  return result;
}

describe.each(['zeros', 'reflect'] as const)('imageAugmentation with %s', (padding) => {
  it('shows each image at one of all places and mirrored or not, all of them about as often', () => {
    const crop = 1;
    const shifts = Array.from({ length: 2 * crop + 1 }, (_, k) => k - crop);
    const places = [false, true].flatMap((flip) =>
      shifts.flatMap((dy) => shifts.map((dx) => ({ flip, dy, dx, reflect: padding === 'reflect' }))),
    );
    const count = 40 * places.length;
    const times = new Map(places.map((place) => [place, 0]));
    for (const [k, image] of augmented({ flip: true, crop, padding }, count).entries()) {
      const seen = image.join();
      const place = places.find((one) => shown(k, one).join() === seen);
      expect(place, `image ${k}`).toBeDefined();
      times.set(place!, times.get(place!)! + 1);
    }
    // 40 of each are expected, with a deviation of 6.3.
    for (const [place, seen] of times) {
      expect(seen, JSON.stringify(place)).toBeGreaterThan(12);
      expect(seen, JSON.stringify(place)).toBeLessThan(68);
    }
  });
});

describe('imageAugmentation', () => {
  it('mirrors only, or crops only, as asked for', () => {
    const flips = augmented({ flip: true });
    for (const [k, image] of flips.entries()) {
      const as = (flip: boolean) => shown(k, { dy: 0, dx: 0, flip, reflect: false }).join();
      expect([as(false), as(true)]).toContain(image.join());
    }
    const mirrored = flips.filter((image, k) => image.join() !== imageOf(k).join()).length;
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
    // A pixel's right neighbor is still that, or zero.
    for (const image of augmented({ crop: 1 })) {
      for (let k = 1; k < size; k++) {
        if (k % width === 0 || image[k] === 0 || image[k - 1] === 0) continue;
        expect(image[k]).toBe(image[k - 1]! + 1);
      }
    }
  });

  it('draws the same from the same generator', () => {
    const draw = (seed: number) => augmented({ flip: true, crop: 2 }, 20, seed).join();
    expect(draw(3)).toBe(draw(3));
    expect(draw(3)).not.toBe(draw(4));
  });

  it('changes images that are read row by row', () => {
    const features = images(8);
    const augmentation = imageAugmentation({ channels, height, width, crop: 1, name: 'features' });
    augmentation.apply({ features }, 8, new Generator(1));
    expect(features.join()).toBe(
      augmented({ crop: 1 }, 8)
        .map((image) => image.join())
        .join(),
    );
  });

  it.each<[Partial<ImageAugmentationOptions>, string]>([
    [{ crop: 4 }, 'crop must be below the 4 × 5 pixels of an image, received 4.'],
    [{ crop: -1 }, 'crop must be a whole number of at least 0, received -1.'],
    [{ flip: 1 as never }, 'flip must be true or false, received 1.'],
    [{ flipp: true } as never, 'has no option "flipp"; the nearest is "flip".'],
    [{ width: undefined as never }, 'imageAugmentation needs width: a whole number of at least 1.'],
    [{ padding: 'edge' as never }, 'padding must be one of zeros, reflect, received "edge".'],
  ])('refuses %j', (options, sentence) => {
    const attempt = () => imageAugmentation({ channels, height, width, ...options });
    expect(attempt).toThrow(TrainingError);
    expect(attempt).toThrow(sentence);
  });

  it('refuses batches of something else', () => {
    const { apply } = imageAugmentation({ channels, height, width, flip: true });
    const expected = 'expected 2 images of 2 × 4 × 5 as pixels, received';
    expect(() => apply({ pixels: images(1) }, 2, new Generator(1))).toThrow(`${expected} 40 numbers.`);
    expect(() => apply({ ids: new Int32Array(2) }, 2, new Generator(1))).toThrow(`${expected} none.`);
  });
});
