import { checkValue, Generator, seed as seedRule, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import type { LabeledImage } from '../images/image-dataset.js';

/** The first `count` images of a generator as columns. */
export function generatedImages(
  count: number,
  seed: number,
  size: number,
  make: (random: Generator) => LabeledImage,
): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  checkValue('The number of images', count, wholeNumber(0, Math.floor(2 ** 32 / size)), DatasetError);
  checkValue('The seed', seed, seedRule, DatasetError);
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const image = make(Generator.numbered(seed, index));
    pixels.set(image.pixels, index * size);
    labels[index] = image.label;
  }
  return { pixels, labels };
}
