import { DatasetError } from '../../error.js';
import type { Raster } from './raster.js';
import { resample } from './resample.js';

/** What to do with an image of another size. */
export type ImageFit = 'refuse' | 'scale' | 'crop' | 'pad';
export const FITS: readonly ImageFit[] = ['refuse', 'scale', 'crop', 'pad'];

export interface ImageSize {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** @throws DatasetError if the image is not of this size and may not or cannot be made to be. */
export function fitImage(image: Raster, size: ImageSize, fit: ImageFit, file: string): Raster {
  const { width, height } = size;
  if (image.width === width && image.height === height) return image;
  const shown = `${file} is ${image.width} × ${image.height} pixels`;
  switch (fit) {
    case 'scale':
      return resample(image, width, height);
    case 'crop':
      if (image.width >= width && image.height >= height) return recentered(image, width, height);
      throw new DatasetError(`${shown}: expected ${width} × ${height} or more, to crop it.`);
    case 'pad':
      if (image.width <= width && image.height <= height) return recentered(image, width, height);
      throw new DatasetError(`${shown}: expected ${width} × ${height} or less, to pad it.`);
    default:
      throw new DatasetError(
        `${shown}: expected ${width} × ${height}, as all images have one size (or \`fit\`: scale, crop or pad).`,
      );
  }
}

/** The middle of a larger image, or a smaller one in the middle of black. */
function recentered(image: Raster, width: number, height: number): Raster {
  const { channels } = image;
  const data = new Uint8Array(width * height * channels);
  const left = Math.trunc((width - image.width) / 2);
  const top = Math.trunc((height - image.height) / 2);
  const columns = Math.min(width, image.width);
  for (let row = 0; row < Math.min(height, image.height); row++) {
    const from = ((row + Math.max(0, -top)) * image.width + Math.max(0, -left)) * channels;
    const to = ((row + Math.max(0, top)) * width + Math.max(0, left)) * channels;
    data.set(image.data.subarray(from, from + columns * channels), to);
  }
  return { width, height, channels, data };
}
