import type { DatasetCard } from '../card.js';
import { Dataset } from '../dataset.js';
import { DatasetError, requireInteger } from '../error.js';

/** One image of an {@link ImageDataset}. */
export interface LabelledImage {
  /** [channels, height, width], 0 to 255: a view of the dataset's array, not a copy. */
  readonly pixels: Uint8Array;
  /** Index of the class. */
  readonly label: number;
}

export interface ImageColumns {
  /** [n, channels, height, width], 0 to 255. Used as it is, not copied. */
  readonly pixels: Uint8Array;
  /** [n], indices of the classes. Used as it is, not copied. */
  readonly labels: Uint8Array | Int32Array;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Names of the classes, in the order of their indices. */
  readonly classes?: readonly string[];
  readonly card?: DatasetCard;
}

/** Images of one size with their labels, in two typed arrays. Make one with {@link imageDataset}. */
export class ImageDataset extends Dataset<LabelledImage> {
  /** [n, channels, height, width], 0 to 255. */
  readonly pixels: Uint8Array;
  /** [n], indices of the classes. */
  readonly labels: Uint8Array | Int32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Names of the classes, in the order of their indices, where they are known. */
  readonly classes: readonly string[] | undefined;

  /** Takes columns that fit together; {@link imageDataset} checks that. */
  constructor(columns: ImageColumns) {
    const { pixels, labels, channels, height, width } = columns;
    const size = channels * height * width;
    super(
      {
        length: labels.length,
        at: (index) => ({
          pixels: pixels.subarray(index * size, (index + 1) * size),
          label: labels[index]!,
        }),
      },
      columns.card,
    );
    this.pixels = pixels;
    this.labels = labels;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classes = columns.classes;
  }
}

/**
 * Makes a dataset of images that share one size. Nothing is copied: do not change the arrays afterwards.
 *
 * @throws DatasetError if the sizes do not fit each other, or a label has no class.
 *
 * @example
 * const dots = imageDataset({
 *   pixels: Uint8Array.of(0, 255, 255, 0), labels: Uint8Array.of(1, 0), channels: 1, height: 1, width: 2,
 *   classes: ['left', 'right'],
 * });
 * dots.at(1); // { pixels: Uint8Array [255, 0], label: 0 }
 */
export function imageDataset(columns: ImageColumns): ImageDataset {
  const { pixels, labels, channels, height, width, classes } = columns;
  requireInteger('The number of channels', channels, 1);
  requireInteger('The height of the images', height, 1);
  requireInteger('The width of the images', width, 1);
  const expected = labels.length * channels * height * width;
  if (pixels.length !== expected) {
    throw new DatasetError(
      `${labels.length} labels and images of ${channels} × ${height} × ${width} need ${expected} pixels, not ${pixels.length}.`,
    );
  }
  // A typed array's own findIndex is slow enough to matter for many images.
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0 && (classes === undefined || label < classes.length)) continue;
    const range = classes ? `from 0 to ${classes.length - 1}` : 'of 0 or more';
    throw new DatasetError(`The label of image ${i} must be an integer ${range}, not ${label}.`);
  }
  return new ImageDataset(columns);
}
