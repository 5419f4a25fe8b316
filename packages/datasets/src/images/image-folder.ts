import { checkOptions, checkValue, nodeModule, oneOf, wholeNumber } from '@rnnlab/shared';
import { DatasetError, requireNode, requirePath } from '../error.js';
import { readAll } from '../sources/byte-stream.js';
import { fileSource, rethrowFolderError } from '../sources/file-source.js';
import { type ImageDataset, imageDataset } from './image-dataset.js';
import { type Raster, toPlanar } from './raster.js';
import {
  decodeImage,
  type ImageOptions,
  MAX_IMAGE_BYTES,
  MAX_PIXELS,
  requireImageOptions,
} from './read-image.js';
import { FITS, fitImage, type ImageFit, type ImageSize } from './resize.js';

/** Options of {@link imageFolder}. */
export interface ImageFolderOptions extends ImageOptions {
  /** The size of all images. Default: that of the first. */
  readonly size?: ImageSize;
  /**
   * How an image of another size is treated: `'refuse'` it; `'scale'` it without keeping its proportions; `'crop'`
   * the middle of a larger one; `'pad'` a smaller one with black. Default: `'refuse'`.
   */
  readonly fit?: ImageFit;
}

/** Files that are read at the same time. */
const AT_ONCE = 16;

/**
 * Loads a folder with a folder of PNG and JPEG images for each label. Needs Node.
 *
 * The label is the name of the folder that an image lies in, the class index the position of that name among all (by code
 * unit). Hidden files and folders, folders within those of the labels and files with other extensions are not read;
 * images of other formats are an error. For what is taken from an image see {@link readImage}.
 *
 * @param path - The folder.
 * @param options.size - The size of all images. Default: that of the first.
 * @param options.fit - How images of another size are treated. Default: `'refuse'`.
 * @param options.channels - 1 for gray, 3 for color. Default: those of the first image; if that is gray and another has
 * color, that is an error.
 * @param options.maxPixels - The most pixels of one image, refused by its header. Default: 33,554,432.
 * @returns Images label by label, in the order of their files' names (by code unit), in one typed array.
 * @throws {DatasetError} If the folder is missing or holds no images in folders, or names the image that is damaged, too
 * large or does not fit.
 *
 * @example
 * const pets = await imageFolder('data/pets', { size: { height: 32, width: 32 }, fit: 'scale' }); // cat/1.jpg, …
 * pets.classes; // ['cat', 'dog']
 */
export async function imageFolder(path: string, options: ImageFolderOptions = {}): Promise<ImageDataset> {
  checkOptions('imageFolder', options, ['size', 'fit', 'channels', 'maxPixels'], DatasetError);
  requirePath('The folder of imageFolder', path);
  const { size, fit = 'refuse', maxPixels = MAX_PIXELS } = options;
  requireImageOptions(options);
  checkValue('`fit`', fit, oneOf(FITS), DatasetError);
  if (size !== undefined) {
    checkValue('The height of `size`', size.height, wholeNumber(1), DatasetError);
    checkValue('The width of `size`', size.width, wholeNumber(1), DatasetError);
  }
  requireNode('Reading files');
  const { classes, images } = await listImages(path);
  let stack: ImageStack | undefined;
  for (let start = 0; start < images.length; start += AT_ONCE) {
    const batch = images.slice(start, start + AT_ONCE);
    const contents = await Promise.all(batch.map(({ file }) => readAll(fileSource(file), MAX_IMAGE_BYTES)));
    for (const [i, bytes] of contents.entries()) {
      const { file } = batch[i]!;
      const image = await decodeImage(bytes, file, maxPixels);
      stack ??= new ImageStack(images.length, image, path, { ...options, fit });
      stack.add(image, file);
    }
  }
  const { pixels, channels, size: common } = stack!; // there is an image, or listing them had failed
  const { basename, resolve } = nodeModule('node:path');
  const { height, width } = common;
  const indices = images.map(({ label }) => label);
  const labels = classes.length <= 256 ? Uint8Array.from(indices) : Int32Array.from(indices);
  const card = { name: basename(resolve(path)) };
  return imageDataset({ pixels, labels, channels, height, width, classes, card });
}

/** An image file and the index of its label. */
interface ListedImage {
  readonly file: string;
  readonly label: number;
}

const READ = /\.(png|jpe?g)$/i;
/** Known by name only to say so: skipped in silence they would be missed. */
const NOT_READ = /\.(gif|webp|bmp|tiff?|avif|heic|jp2|jxl|pgm|ppm|svg)$/i;

/**
 * The images of a folder that has a folder for each label, in the order of labels and file names (by code unit).
 *
 * @throws {DatasetError} If there are none, a label has none, or one is of a format that is not read.
 */
async function listImages(
  path: string,
): Promise<{ readonly classes: readonly string[]; readonly images: readonly ListedImage[] }> {
  const { join } = nodeModule('node:path');
  const classes = await entries(path, true);
  if (classes.length === 0) {
    throw new DatasetError(`There is no folder in ${path}: expected one folder of images per label.`);
  }
  const images: ListedImage[] = [];
  for (const [label, name] of classes.entries()) {
    const folder = join(path, name);
    const files = await entries(folder, false);
    const other = files.find((file) => NOT_READ.test(file));
    if (other !== undefined) {
      throw new DatasetError(`${join(folder, other)} is of a format that is not read: expected PNG or JPEG.`);
    }
    const read = files.filter((file) => READ.test(file));
    if (read.length === 0) {
      throw new DatasetError(`There is no image in ${folder}: expected .png, .jpg or .jpeg files.`);
    }
    for (const file of read) images.push({ file: join(folder, file), label });
  }
  return { classes, images };
}

/** The names of the folders, or of the files, in a folder, sorted, without hidden ones. */
async function entries(path: string, folders: boolean): Promise<string[]> {
  const { readdir, stat } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  const list = async () => {
    const names: string[] = [];
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const found = entry.isSymbolicLink() ? await stat(join(path, entry.name)) : entry;
      if (folders ? found.isDirectory() : found.isFile()) names.push(entry.name);
    }
    return names.sort();
  };
  return list().catch(rethrowFolderError(path, 'one with a folder of images per label'));
}

/** The most bytes of all pixels together, which a typed array can hold on every platform. */
const MAX_BYTES = 2 ** 32;

interface StackOptions {
  readonly size?: ImageSize | undefined;
  readonly channels?: 1 | 3 | undefined;
  readonly fit: ImageFit;
}

/** The pixels of images of one size, added one after the other. */
class ImageStack {
  readonly channels: 1 | 3;
  readonly size: ImageSize;
  /** [n, channels, height, width]. */
  readonly pixels: Uint8Array;
  readonly #options: StackOptions;
  #added = 0;

  /** @param first - Decides about size and channels where the options do not. */
  constructor(count: number, first: Raster, folder: string, options: StackOptions) {
    this.#options = options;
    this.channels = options.channels ?? first.channels;
    this.size = options.size ?? { height: first.height, width: first.width };
    const bytes = count * this.channels * this.size.height * this.size.width;
    if (bytes > MAX_BYTES) {
      throw new DatasetError(
        `${folder} has ${count} images of ${this.channels} × ${this.size.height} × ${this.size.width}, ${bytes} bytes together: expected at most ${MAX_BYTES} (a smaller \`size\` with \`fit\`).`,
      );
    }
    this.pixels = new Uint8Array(bytes);
  }

  /** @throws {DatasetError} If the image does not fit. */
  add(image: Raster, file: string): void {
    if (image.channels > this.channels && this.#options.channels === undefined) {
      throw new DatasetError(
        `${file} has colors, but the first image is gray: expected gray, or \`channels\` that says 3 or 1.`,
      );
    }
    const length = this.channels * this.size.height * this.size.width;
    const start = this.#added++ * length;
    const fitted = fitImage(image, this.size, this.#options.fit, file);
    toPlanar(fitted, this.channels, this.pixels.subarray(start, start + length));
  }
}
