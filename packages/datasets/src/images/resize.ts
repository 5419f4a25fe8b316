import { DatasetError } from '../error.js';
import type { Raster } from './raster.js';

/** How an image of another size is treated. */
export type ImageFit = 'refuse' | 'scale' | 'crop' | 'pad';
export const FITS: readonly ImageFit[] = ['refuse', 'scale', 'crop', 'pad'];

/** Height and width of an image. */
export interface ImageSize {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** @throws {DatasetError} If the image is not of this size and may not or cannot be made to be. */
export function fitImage(image: Raster, size: ImageSize, fit: ImageFit, file: string): Raster {
  const { width, height } = size;
  if (image.width === width && image.height === height) return image;
  const shown = `${file} is ${image.width} × ${image.height} pixels`;
  switch (fit) {
    case 'scale':
      return resample(image, width, height);
    case 'crop':
      if (image.width >= width && image.height >= height) return centerCropOrPad(image, width, height);
      throw new DatasetError(`${shown}: expected ${width} × ${height} or more, to crop it.`);
    case 'pad':
      if (image.width <= width && image.height <= height) return centerCropOrPad(image, width, height);
      throw new DatasetError(`${shown}: expected ${width} × ${height} or less, to pad it.`);
    default:
      throw new DatasetError(
        `${shown}: expected ${width} × ${height}, as all images have one size (or \`fit\`: scale, crop or pad).`,
      );
  }
}

/** The middle of a larger image, or a smaller one in the middle of black. */
function centerCropOrPad(image: Raster, width: number, height: number): Raster {
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

/**
 * Scales an image to a size without keeping its proportions: each pixel is a mean of those it covers, weighted by
 * their distance (a triangle filter, as wide as the image shrinks, so that nothing aliases).
 */
function resample(image: Raster, width: number, height: number): Raster {
  const { channels } = image;
  const rows = image.height;
  const across = triangleWeights(image.width, width);
  const down = triangleWeights(rows, height);
  const wide = new Float32Array(rows * width * channels);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      const { first, values } = across[x]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = 0; i < values.length; i++) {
          sum += values[i]! * image.data[(y * image.width + first + i) * channels + channel]!;
        }
        wide[(y * width + x) * channels + channel] = sum;
      }
    }
  }
  const stride = width * channels;
  const data = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const { first, values } = down[y]!;
    for (let at = 0; at < stride; at++) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i]! * wide[(first + i) * stride + at]!;
      data[y * stride + at] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  }
  return { width, height, channels, data };
}

/** For each of `to` pixels, the pixels of `from` that it is a mean of. */
function triangleWeights(
  from: number,
  to: number,
): { readonly first: number; readonly values: Float32Array }[] {
  const scale = from / to;
  const radius = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - radius));
    const last = Math.min(from, Math.ceil(center + radius));
    const values = new Float32Array(last - first);
    let sum = 0;
    for (let at = first; at < last; at++) {
      const value = Math.max(0, 1 - Math.abs(at + 0.5 - center) / radius);
      values[at - first] = value;
      sum += value;
    }
    for (let at = 0; at < values.length; at++) values[at]! /= sum;
    return { first, values };
  });
}
