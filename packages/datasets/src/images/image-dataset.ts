import { checkValue, wholeNumber } from '@rnnlab/shared';
import type { DatasetCard } from '../card.js';
import { Dataset, type Selection } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { ExampleSource } from '../stream/sources.js';

/** One image of an {@link ImageDataset}. */
export interface LabeledImage {
  /** `[channels, height, width]`, 0 to 255: a view of the dataset's array, not a copy. */
  readonly pixels: Uint8Array;
  /** Index of the class. */
  readonly label: number;
}

/** The arrays and sizes that an {@link ImageDataset} is made of. */
export interface ImageColumns {
  /** `[n, channels, height, width]`, 0 to 255. Used as it is, not copied. */
  readonly pixels: Uint8Array;
  /** `[n]`, indices of the classes. Used as it is, not copied. */
  readonly labels: Uint8Array | Int32Array;
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Names of the classes, in the order of their indices. */
  readonly classes?: readonly string[];
  /** Name, license and so on. */
  readonly card?: DatasetCard;
}

/**
 * Images of one size with their labels, in two typed arrays. Make one with {@link imageDataset}.
 *
 * Methods that select images (`select`, `take`, `skip`, `shuffle`, `filter`, and `split` and `kFold`) give image datasets
 * again, for {@link imageBatch}. They share the pixels of this one and keep only indices.
 */
export class ImageDataset extends Dataset<LabeledImage> {
  /** `[n]`, indices of the classes. */
  readonly labels: Uint8Array | Int32Array;
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Names of the classes, in the order of their indices, where they are known. */
  readonly classes: readonly string[] | undefined;
  readonly #columns: ImageColumns;
  /** Which images of the columns these are; undefined for all of them. */
  readonly #indices: Uint32Array | undefined;
  #pixels: Uint8Array | undefined;

  /**
   * Takes columns that fit together; {@link imageDataset} checks that.
   *
   * @param indices - Which images of the columns, in which order. Default: all.
   */
  constructor(columns: ImageColumns, indices?: Uint32Array) {
    const { pixels, labels, channels, height, width } = columns;
    const size = channels * height * width;
    const chosen = indices === undefined ? labels : gatherRows(labels, indices, 1);
    super(
      {
        length: chosen.length,
        at: (position) => {
          const index = indices === undefined ? position : indices[position]!;
          return { pixels: pixels.subarray(index * size, (index + 1) * size), label: chosen[position]! };
        },
      },
      columns.card,
    );
    this.labels = chosen;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classes = columns.classes;
    this.#columns = columns;
    this.#indices = indices;
  }

  /** `[n, channels, height, width]`, 0 to 255. Of images chosen by index it is a copy, made when it is first read. */
  get pixels(): Uint8Array {
    const { pixels, channels, height, width } = this.#columns;
    if (this.#indices === undefined) return pixels;
    this.#pixels ??= gatherRows(pixels, this.#indices, channels * height * width);
    return this.#pixels;
  }

  override filter(keep: (image: LabeledImage, index: number) => boolean): ImageDataset {
    return super.filter(keep) as ImageDataset;
  }

  override select(indices: ArrayLike<number>): ImageDataset {
    return super.select(indices) as ImageDataset;
  }

  override take(count: number): ImageDataset {
    return super.take(count) as ImageDataset;
  }

  override skip(count: number): ImageDataset {
    return super.skip(count) as ImageDataset;
  }

  override shuffle(options: { readonly seed: number }): ImageDataset {
    return super.shuffle(options) as ImageDataset;
  }

  protected override choose(_source: ExampleSource<LabeledImage>, selection: Selection): ImageDataset {
    const columns = this.#columns;
    const indices = this.#indices;
    if (selection instanceof Uint32Array) {
      return new ImageDataset(
        columns,
        indices === undefined ? selection : selection.map((position) => indices[position]!),
      );
    }
    const { start, length } = selection;
    const end = start + length;
    if (indices !== undefined) return new ImageDataset(columns, indices.subarray(start, end));
    const size = columns.channels * columns.height * columns.width;
    const pixels = columns.pixels.subarray(start * size, end * size);
    return new ImageDataset({ ...columns, pixels, labels: columns.labels.subarray(start, end) });
  }
}

/** The rows of `size` values at `indices`, in an array of the same kind. */
function gatherRows<A extends Uint8Array | Int32Array>(values: A, indices: Uint32Array, size: number): A {
  const kind = values instanceof Int32Array ? Int32Array : Uint8Array;
  const rows = new kind(indices.length * size) as A;
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row]!;
    if (size === 1) rows[row] = values[index]!;
    else rows.set(values.subarray(index * size, (index + 1) * size), row * size);
  }
  return rows;
}

/**
 * Makes a dataset of images that share one size. Nothing is copied: do not change the arrays afterwards.
 *
 * @throws {DatasetError} If the sizes do not fit each other, or a label has no class.
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
  checkValue('The number of channels', channels, wholeNumber(1), DatasetError);
  checkValue('The height of the images', height, wholeNumber(1), DatasetError);
  checkValue('The width of the images', width, wholeNumber(1), DatasetError);
  const expected = labels.length * channels * height * width;
  if (pixels.length !== expected) {
    throw new DatasetError(
      `${labels.length} labels and images of ${channels} × ${height} × ${width} need ${expected} pixels, received ${pixels.length}.`,
    );
  }
  // A typed array's own findIndex is slow enough to matter for many images.
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0 && (classes === undefined || label < classes.length)) continue;
    const rule = wholeNumber(0, classes && classes.length - 1);
    throw new DatasetError(`The label of image ${i} must be ${rule.expected}, received ${label}.`);
  }
  return new ImageDataset(columns);
}

/** A batch of images in two arrays. */
export interface ImageBatch {
  /** `[n, channels, height, width]`, 0 to 255: a copy. */
  readonly pixels: Uint8Array;
  /** `[n]`, indices of the classes. */
  readonly labels: Int32Array;
}

/**
 * Gathers images into one array, as a model takes them in: faster than reading them one by one.
 *
 * @param images - All, or those that a method selected: `split(images, …)[0]`.
 * @param indices - Which images, in which order; one may come more than once.
 * @throws {DatasetError} If an index is out of range.
 *
 * @example
 * const order = shuffledIndices(images.length, epoch);
 * for (let start = 0; start < order.length; start += 32) {
 *   const { pixels, labels } = imageBatch(images, order.subarray(start, start + 32));
 *   step(toFloat32(pixels), labels);
 * }
 */
export function imageBatch(images: ImageDataset, indices: ArrayLike<number>): ImageBatch {
  const size = images.channels * images.height * images.width;
  const pixels = new Uint8Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row]!;
    if (!Number.isInteger(index) || index < 0 || index >= images.length) {
      const expected = images.length === 0 ? 'the dataset is empty' : `expected 0 to ${images.length - 1}`;
      throw new DatasetError(`There is no image at index ${index}: ${expected}.`);
    }
    const image = images.at(index);
    pixels.set(image.pixels, row * size);
    labels[row] = image.label;
  }
  return { pixels, labels };
}

/**
 * Scales pixels to numbers from 0 to 1: each divided by 255, rounded to 32 bits.
 *
 * @param pixels - Any number of pixels, of one image or of many.
 * @returns A new array of the same length and order.
 *
 * @example
 * toFloat32(Uint8Array.of(0, 51, 255)); // Float32Array [0, 0.2, 1]
 */
export function toFloat32(pixels: Uint8Array): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) values[i] = pixels[i]! / 255;
  return values;
}
