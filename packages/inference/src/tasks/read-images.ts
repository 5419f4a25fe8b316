import type { ImageCard } from '@rnnlab/model-file';
import { shown } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

/** The pixels of one image, `[channels, height, width]`, 0 to 255: as `@rnnlab/datasets` gives them. */
export type ImagePixels = ArrayLike<number>;

/**
 * Some images as a model reads them: scaled, less the mean, over the standard deviation of their channel.
 *
 * @throws InferenceError for a value that is not an array of images of the model's size
 */
export function readImages(card: ImageCard, images: readonly ImagePixels[]): Float32Array[] {
  if (!Array.isArray(images)) {
    throw new InferenceError(
      `Images must be an array with the pixels of each image, received ${shown(images)}.`,
    );
  }
  return Array.from(images as readonly unknown[], (image, k) => normalize(card, checked(card, image, k), k));
}

function checked({ channels, height, width }: ImageCard, image: unknown, k: number): ImagePixels {
  const size = channels * height * width;
  if (
    (Array.isArray(image) || ArrayBuffer.isView(image)) &&
    (image as unknown as ImagePixels).length === size
  ) {
    return image as unknown as ImagePixels;
  }
  throw new InferenceError(
    `images[${k}] must have ${channels} × ${height} × ${width} = ${size} pixels, received ${shown(image)}.`,
  );
}

function normalize(
  { scale, mean, std, height, width }: ImageCard,
  image: ImagePixels,
  k: number,
): Float32Array {
  const area = height * width;
  const values = new Float32Array(image.length);
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / area);
    values[i] = (image[i]! * scale - mean[channel]!) / std[channel]!;
    if (!Number.isFinite(values[i])) {
      throw new InferenceError(
        `images[${k}] must have numbers as pixels, received ${shown(image[i])} at ${i}.`,
      );
    }
  }
  return values;
}
