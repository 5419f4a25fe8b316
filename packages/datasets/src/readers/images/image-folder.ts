import { checkOptions, checkValue, nodeModule, oneOf, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import { type ImageDataset, imageDataset } from '../../images/image-dataset.js';
import { requireNode } from '../../require-node.js';
import { requirePath } from '../../require-path.js';
import { fileSource } from '../../sources/file-source.js';
import { readAll } from '../../sources/read-all.js';
import { decodeImage, MOST_PIXELS } from './decode-image.js';
import { FITS, type ImageFit, type ImageSize } from './fit-image.js';
import { ImageStack } from './image-stack.js';
import { listImages } from './list-images.js';
import { type ImageOptions, MOST_IMAGE_BYTES, requireImageOptions } from './read-image.js';

export interface ImageFolderOptions extends ImageOptions {
  /** The size of all images. Default: that of the first. */
  readonly size?: ImageSize;
  /**
   * What to do with an image of another size: `'refuse'` it; `'scale'` it without keeping its proportions; `'crop'`
   * the middle of a larger one; `'pad'` a smaller one with black. Default `'refuse'`.
   */
  readonly fit?: ImageFit;
}

/** Files that are read at the same time. */
const AT_ONCE = 16;

/**
 * Loads a folder with a folder of PNG and JPEG images for each label. Needs Node.
 *
 * The label is the name of the folder that an image lies in, the class index the place of that name among all (by code
 * unit). Hidden files and folders, folders within those of the labels and files with other extensions are not read;
 * images of other formats are an error. For what is taken from an image see {@link readImage}.
 *
 * @param path The folder.
 * @param options.size The size of all images. Default: that of the first.
 * @param options.fit What to do with images of another size. Default `'refuse'`.
 * @param options.channels 1 for gray, 3 for color. Default: those of the first image; if that is gray and another has
 * color, that is an error.
 * @param options.maxPixels The most pixels of one image, refused by its header. Default 33,554,432.
 * @returns Images label by label, in the order of their files' names (by code unit), in one typed array.
 * @throws DatasetError if the folder is missing or holds no images in folders, or names the image that is damaged, too
 * large or does not fit.
 *
 * @example
 * const pets = await imageFolder('data/pets', { size: { height: 32, width: 32 }, fit: 'scale' }); // cat/1.jpg, …
 * pets.classes; // ['cat', 'dog']
 */
export async function imageFolder(path: string, options: ImageFolderOptions = {}): Promise<ImageDataset> {
  checkOptions('imageFolder', options, ['size', 'fit', 'channels', 'maxPixels'], DatasetError);
  requirePath('The folder of imageFolder', path);
  const { size, fit = 'refuse', maxPixels = MOST_PIXELS } = options;
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
    const contents = await Promise.all(batch.map(({ file }) => readAll(fileSource(file), MOST_IMAGE_BYTES)));
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
