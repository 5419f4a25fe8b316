import { checkOptions } from '@rnnlab/shared';
import type { DatasetCard } from '../../card.js';
import { DatasetError } from '../../error.js';
import { type ImageDataset, imageDataset } from '../../images/image-dataset.js';
import { byteSource, type Readable } from '../../sources/byte-source.js';
import { fileCard } from '../file-card.js';
import { type IdxArray, readIdx } from './read-idx.js';

export interface IdxImagesOptions {
  /** Names of the classes, in the order of their indices. */
  readonly classes?: readonly string[];
  /** Default: named after the file of images. */
  readonly card?: DatasetCard;
}

/**
 * Images and labels of two IDX files, as MNIST, Fashion-MNIST and EMNIST have them, gzipped or not.
 *
 * @param images The file of images: uint8, [n, height, width] (gray) or [n, channels, height, width].
 * @param labels The file of labels: uint8 or int32, [n].
 * @param options.classes Names of the classes. Default: none.
 * @param options.card Default: named after the file of images.
 * @throws DatasetError if a file is not IDX or not of these shapes and types, if there are not as many labels as
 * images, or if a label has no class.
 *
 * @example
 * const mnist = await idxImages('train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz');
 * mnist.at(0); // { pixels: Uint8Array(784), label: 5 }
 */
export async function idxImages(
  images: Readable,
  labels: Readable,
  options: IdxImagesOptions = {},
): Promise<ImageDataset> {
  checkOptions('idxImages', options, ['classes', 'card'], DatasetError);
  if (labels === undefined) {
    throw new DatasetError('idxImages takes two files, of images and of labels, but no labels were given.');
  }
  const [imagesSource, labelsSource] = [byteSource(images), byteSource(labels)];
  const [imagesArray, labelsArray] = await Promise.all([readIdx(imagesSource), readIdx(labelsSource)]);
  const { data: pixels, shape } = imagesArray;
  if (!(pixels instanceof Uint8Array) || (shape.length !== 3 && shape.length !== 4)) {
    throw new DatasetError(
      `${imagesSource.name} has ${described(imagesArray)}: expected images, [n, height, width] of uint8.`,
    );
  }
  const values = labelsArray.data;
  if (!(values instanceof Uint8Array || values instanceof Int32Array) || labelsArray.shape.length !== 1) {
    throw new DatasetError(
      `${labelsSource.name} has ${described(labelsArray)}: expected labels, [n] of uint8 or int32.`,
    );
  }
  if (values.length !== shape[0]) {
    throw new DatasetError(
      `${labelsSource.name} has labels for ${values.length}: expected ${shape[0]}, one for each image of ${imagesSource.name}.`,
    );
  }
  const [channels, height, width] = shape.length === 3 ? [1, shape[1]!, shape[2]!] : shape.slice(1);
  const { classes, card = fileCard(imagesSource) } = options;
  return imageDataset({
    pixels,
    labels: values,
    channels: channels!,
    height: height!,
    width: width!,
    ...(classes && { classes }),
    card,
  });
}

function described({ shape, type }: IdxArray): string {
  return `an array of [${shape.join(', ')}] of ${type}`;
}
