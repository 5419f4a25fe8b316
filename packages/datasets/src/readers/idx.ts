import { checkOptions } from '@rnnlab/shared';
import { type DatasetCard, fileCard } from '../card.js';
import { DatasetError } from '../error.js';
import { type ImageDataset, imageDataset } from '../images/image-dataset.js';
import { ByteReader } from '../sources/byte-stream.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';

/** An array of an IDX file. */
export interface IdxArray {
  /** The type of its elements. */
  readonly type: IdxElementType['name'];
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The elements, the last dimension running fastest. */
  readonly data: IdxData;
}

/** The most bytes of an array, which a typed array can hold. */
const MAX_IDX_BYTES = 2 ** 32;

/**
 * Reads an IDX file, the format of MNIST, gzipped or not, of every element type that it has (uint8, int8, int16,
 * int32, float32, float64).
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source. Bytes that are not compressed
 * are used as they are, not copied.
 * @throws {DatasetError} If the header is not one of IDX, or the file has less or more data than it promises.
 *
 * Source: "The IDX file format" at yann.lecun.com/exdb/mnist.
 *
 * @example
 * const { shape, data } = await readIdx('train-images-idx3-ubyte.gz');
 * shape; // [60000, 28, 28]
 */
export async function readIdx(readable: Readable): Promise<IdxArray> {
  const source = gunzip(byteSource(readable));
  const reader = new ByteReader(source.stream());
  try {
    const { type, shape } = await readHeader(reader, source.name);
    const size = shape.reduce((product, dimension) => product * dimension, type.size);
    const promised = `${shape.slice(0, 8).join(' × ')}${shape.length > 8 ? ' × …' : ''} of ${type.name}`;
    if (size > MAX_IDX_BYTES) {
      throw new DatasetError(`${source.name} promises ${promised}: expected at most ${MAX_IDX_BYTES} bytes.`);
    }
    const bytes = await reader.take(size);
    if (bytes.length < size) {
      throw new DatasetError(
        `${source.name} ends too early, with ${bytes.length} bytes of data: expected ${size}, for ${promised}.`,
      );
    }
    if (!(await reader.ended())) {
      throw new DatasetError(`${source.name} has more than ${size} bytes of data: expected ${promised}.`);
    }
    return { type: type.name, shape, data: type.read(bytes) };
  } finally {
    await reader.close();
  }
}

async function readHeader(
  reader: ByteReader,
  name: string,
): Promise<{ type: IdxElementType; shape: readonly number[] }> {
  const magic = await reader.take(4);
  const [first, second, code = 0, dimensions = 0] = magic;
  const type = ELEMENT_TYPES.get(code);
  if (magic.length < 4 || first !== 0 || second !== 0 || type === undefined || dimensions === 0) {
    const received = [...magic].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new DatasetError(
      `${name} is not an IDX file: expected it to begin with 00 00, an element type (08, 09, 0b to 0e) and a number of dimensions, received ${received || 'nothing'}.`,
    );
  }
  const sizes = await reader.take(4 * dimensions);
  if (sizes.length < 4 * dimensions) {
    throw new DatasetError(`${name} ends in its header: expected the sizes of ${dimensions} dimensions.`);
  }
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.length);
  return { type, shape: Array.from({ length: dimensions }, (_, i) => view.getUint32(4 * i)) };
}

/** Options of {@link idxImages}. */
export interface IdxImagesOptions {
  /** Names of the classes, in the order of their indices. */
  readonly classes?: readonly string[];
  /** The card of the dataset. Default: named after the file of images. */
  readonly card?: DatasetCard;
}

/**
 * Reads images and labels of two IDX files, as MNIST, Fashion-MNIST and EMNIST have them, gzipped or not.
 *
 * @param images - The file of images: uint8, [n, height, width] (gray) or [n, channels, height, width].
 * @param labels - The file of labels: uint8 or int32, [n].
 * @param options.classes - Names of the classes. Default: none.
 * @param options.card - Default: named after the file of images.
 * @throws {DatasetError} If a file is not IDX or not of these shapes and types, if there are not as many labels as
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

/** The data of an IDX file. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

interface IdxElementType {
  readonly name: 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';
  /** Bytes of one element. */
  readonly size: number;
  /** @param bytes - Big-endian elements; those of one byte are used as they are, not copied. */
  read(bytes: Uint8Array): IdxData;
}

type Get = 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64';

function bigEndianType(
  name: IdxElementType['name'],
  make: (length: number) => Exclude<IdxData, Uint8Array | Int8Array>,
  get: Get,
): IdxElementType {
  const size = make(0).BYTES_PER_ELEMENT;
  return {
    name,
    size,
    read(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const data = make(bytes.length / size);
      for (let i = 0; i < data.length; i++) data[i] = view[get](i * size);
      return data;
    },
  };
}

/** The third byte of a file → the type of its elements. */
const ELEMENT_TYPES: ReadonlyMap<number, IdxElementType> = new Map<number, IdxElementType>([
  [0x08, { name: 'uint8', size: 1, read: (bytes) => bytes }],
  [
    0x09,
    {
      name: 'int8',
      size: 1,
      read: (bytes) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    },
  ],
  [0x0b, bigEndianType('int16', (length) => new Int16Array(length), 'getInt16')],
  [0x0c, bigEndianType('int32', (length) => new Int32Array(length), 'getInt32')],
  [0x0d, bigEndianType('float32', (length) => new Float32Array(length), 'getFloat32')],
  [0x0e, bigEndianType('float64', (length) => new Float64Array(length), 'getFloat64')],
]);
