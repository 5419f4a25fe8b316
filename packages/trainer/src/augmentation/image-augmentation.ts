import { checkOptions, flag, type Generator, oneOf, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { Augmentation } from './augmentation.js';

export interface ImageAugmentationOptions {
  /** Of the images, in pixels. */
  channels: number;
  height: number;
  width: number;
  /** Whether every second image, by chance, is mirrored left to right; default false. */
  flip?: boolean | undefined;
  /** Pixels added on each side, of which a part of the original size is cut at random; default 0. */
  crop?: number | undefined;
  /** What is added: zeros, or the image mirrored at its border; default `zeros`. */
  padding?: 'zeros' | 'reflect' | undefined;
  /** What the model calls its input; default `pixels`. Images that are read row by row are `features`. */
  name?: 'pixels' | 'features' | undefined;
}

const rules: Record<keyof ImageAugmentationOptions, Rule> = {
  channels: wholeNumber(1),
  height: wholeNumber(1),
  width: wholeNumber(1),
  flip: flag,
  crop: wholeNumber(0),
  padding: oneOf(['zeros', 'reflect']),
  name: oneOf(['pixels', 'features']),
};

/**
 * Flips and crops of images, drawn anew each time an image is trained on.
 *
 * @throws TrainingError for an unknown option, a bad value, a size that is missing, or a crop that is not smaller than the image.
 * @example
 * const augmentation = imageAugmentation({ channels: 3, height: 32, width: 32, flip: true, crop: 4 });
 * await fit({ spec, train, augmentation });
 */
export function imageAugmentation(options: ImageAugmentationOptions): Augmentation {
  checkOptions('imageAugmentation', options, rules, TrainingError, ['channels', 'height', 'width']);
  const { channels, height, width, flip = false, crop = 0, padding = 'zeros', name = 'pixels' } = options;
  if (crop >= Math.min(height, width)) {
    throw new TrainingError(
      `imageAugmentation: crop must be below the ${height} × ${width} pixels of an image, received ${crop}.`,
    );
  }
  const size = channels * height * width;
  const image = new Float32Array(size);
  const rows = new Int32Array(height);
  const columns = new Int32Array(width);
  const shift = (generator: Generator): number =>
    crop === 0 ? 0 : Math.floor(generator.uniform() * (2 * crop + 1)) - crop;
  return {
    spec: { type: 'image', channels, height, width, flip, crop, padding },
    apply(batch, count, generator) {
      const pixels = batch[name];
      if (pixels?.length !== count * size) {
        throw new TrainingError(
          `imageAugmentation: expected ${count} images of ${channels} × ${height} × ${width} as ${name}, received ${pixels ? `${pixels.length} numbers` : 'none'}.`,
        );
      }
      for (let k = 0; k < count; k++) {
        sources(rows, shift(generator), false, padding);
        sources(columns, shift(generator), flip && (generator.bits() & 1) === 1, padding);
        const target = pixels.subarray(k * size, (k + 1) * size);
        image.set(target);
        move(image, target, rows, columns);
      }
    },
  };
}

/** Which row or column of the image each one shows; -1 for zeros. */
function sources(axis: Int32Array, shift: number, flipped: boolean, padding: 'zeros' | 'reflect'): void {
  const last = axis.length - 1;
  for (let k = 0; k <= last; k++) {
    const from = (flipped ? last - k : k) + shift;
    const inside = from >= 0 && from <= last;
    // Mirrored at the border's pixel, which does not repeat.
    const mirrored = from < 0 ? -from : 2 * last - from;
    axis[k] = inside ? from : padding === 'reflect' ? mirrored : -1;
  }
}

function move(
  from: Float32Array,
  to: Float32Array | Int32Array,
  rows: Int32Array,
  columns: Int32Array,
): void {
  const [height, width] = [rows.length, columns.length];
  for (let start = 0, k = 0; start < from.length; start += height * width) {
    for (let y = 0; y < height; y++) {
      const row = start + rows[y]! * width;
      for (let x = 0; x < width; x++, k++) {
        const column = columns[x]!;
        to[k] = rows[y]! < 0 || column < 0 ? 0 : from[row + column]!;
      }
    }
  }
}
