import { requireInteger } from '../error.js';
import type { LabeledImage } from '../images/image-dataset.js';
import { Random, requireSeed } from '../random.js';

/** The first `count` images of a generator as columns. */
export function generatedImages(
  count: number,
  seed: number,
  size: number,
  make: (random: Random) => LabeledImage,
): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  requireInteger('The number of images', count, 0, Math.floor(2 ** 32 / size));
  requireSeed(seed);
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const image = make(new Random(seed, index));
    pixels.set(image.pixels, index * size);
    labels[index] = image.label;
  }
  return { pixels, labels };
}
