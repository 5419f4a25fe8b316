import {
  checkOptions,
  flag,
  type Generator,
  oneOf,
  type Rule,
  rate as share,
  wholeNumber,
} from '@rnnlab/shared';
import type { Batch } from './data/examples.js';
import { TrainingError } from './errors.js';

/** Changes the batches of training steps, at random each time. Batches that are scored stay unchanged. */
export interface Augmentation {
  /** Its description as JSON: a training can only be resumed with the same. */
  readonly spec: unknown;
  /**
   * Changes a batch in place.
   *
   * @param size - Examples in the batch.
   * @param generator - A batch's own: its draws do not depend on other batches.
   */
  apply(batch: Batch, size: number, generator: Generator): void;
}

/** Options of {@link imageAugmentation}. */
export interface ImageAugmentationOptions {
  channels: number;
  /** Height of the images, in pixels. */
  height: number;
  /** Width of the images, in pixels. */
  width: number;
  /** Whether images are mirrored left to right, each with probability ½. Default: false. */
  flip?: boolean | undefined;
  /** Pixels of padding on each side, from which a random crop of the original size is taken. Default: 0. */
  crop?: number | undefined;
  /** The padding: zeros, or the image mirrored at its border. Default: `zeros`. */
  padding?: 'zeros' | 'reflect' | undefined;
  /** The name of the model's input. Default: `pixels`. Images that are read row by row are `features`. */
  name?: 'pixels' | 'features' | undefined;
}

const imageRules: Record<keyof ImageAugmentationOptions, Rule> = {
  channels: wholeNumber(1),
  height: wholeNumber(1),
  width: wholeNumber(1),
  flip: flag,
  crop: wholeNumber(0),
  padding: oneOf(['zeros', 'reflect']),
  name: oneOf(['pixels', 'features']),
};

/**
 * Makes an augmentation that flips and crops images at random each time they are trained on.
 *
 * @throws {TrainingError} When an option is unknown, missing or has a bad value, or the crop is not smaller than the image.
 * @example
 * const augmentation = imageAugmentation({ channels: 3, height: 32, width: 32, flip: true, crop: 4 });
 * await fit({ spec, train, augmentation });
 */
export function imageAugmentation(options: ImageAugmentationOptions): Augmentation {
  checkOptions('imageAugmentation', options, imageRules, TrainingError, ['channels', 'height', 'width']);
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
        fillSources(rows, shift(generator), false, padding);
        fillSources(columns, shift(generator), flip && (generator.bits() & 1) === 1, padding);
        const target = pixels.subarray(k * size, (k + 1) * size);
        image.set(target);
        gather(image, target, rows, columns);
      }
    },
  };
}

/** Fills in the source row or column of each one; -1 for zeros. */
function fillSources(axis: Int32Array, shift: number, flipped: boolean, padding: 'zeros' | 'reflect'): void {
  const last = axis.length - 1;
  for (let k = 0; k <= last; k++) {
    const from = (flipped ? last - k : k) + shift;
    const inside = from >= 0 && from <= last;
    // Mirrored at the border's pixel, which is not repeated.
    const mirrored = from < 0 ? -from : 2 * last - from;
    axis[k] = inside ? from : padding === 'reflect' ? mirrored : -1;
  }
}

/** Copies pixels from their source rows and columns. */
function gather(
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

/** Options of {@link tokenDropout}. */
export interface TokenDropoutOptions {
  /** Probability that a token is replaced, from 0 up to, but not including, 1. */
  rate: number;
  /** Id that replaces them: that of unknown tokens. */
  id: number;
  /** Ids that are never replaced, such as a padding that the model reads. Default: none. */
  keep?: readonly number[];
}

const tokenDropoutRules: Record<keyof TokenDropoutOptions, Rule> = {
  rate: share,
  id: wholeNumber(0),
  keep: { expected: 'an array of ids', accepts: Array.isArray },
};

/**
 * Makes an augmentation that drops tokens at random (word dropout): each is replaced with probability `rate`.
 *
 * Source: Dai & Le (2015), "Semi-supervised Sequence Learning".
 *
 * @throws {TrainingError} When an option is unknown, missing or has a bad value.
 * @example
 * const augmentation = tokenDropout({ rate: 0.1, id: tokenizer.unknownId! });
 * await fit({ spec, train: tokenExamples({ ids, targets }), augmentation });
 */
export function tokenDropout(options: TokenDropoutOptions): Augmentation {
  checkOptions('tokenDropout', options, tokenDropoutRules, TrainingError, ['rate', 'id']);
  const { rate, id, keep = [] } = options;
  return {
    spec: { type: 'token-dropout', rate, id, keep },
    apply({ ids, lengths }, size, generator) {
      if (!ids || !lengths)
        throw new TrainingError('tokenDropout: expected batches of tokens, received others.');
      const steps = ids.length / size;
      const kept = generator.mask(new Uint8Array(ids.length), rate);
      lengths.forEach((length, row) => {
        for (let k = row * steps; k < row * steps + length; k++) {
          if (kept[k] === 0 && !keep.includes(ids[k]!)) ids[k] = id;
        }
      });
    },
  };
}
