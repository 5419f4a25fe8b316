import { DatasetError } from '../../error.js';
import { ByteReader } from '../../sources/byte-reader.js';
import { byteSource, type Readable } from '../../sources/byte-source.js';
import { gunzip } from '../../sources/gunzip.js';
import { ELEMENT_TYPES, type IdxData, type IdxElementType } from './element-types.js';

/** An array of an IDX file. */
export interface IdxArray {
  /** The type of its elements. */
  readonly type: IdxElementType['name'];
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The elements, the last dimension running fastest. */
  readonly data: IdxData;
}

/** Of the dimensions' product: what a typed array can hold. */
const MOST_BYTES = 2 ** 32;

/**
 * Reads an IDX file, the format of MNIST, gzipped or not, of every element type that it has (uint8, int8, int16,
 * int32, float32, float64).
 *
 * @param readable A path (in Node), an http(s) address, bytes, a Blob or a source. Bytes that are not compressed
 * are used as they are, not copied.
 * @throws DatasetError if the header is not one of IDX, or the file has less or more data than it promises.
 * @see The format: "The IDX file format" at yann.lecun.com/exdb/mnist.
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
    if (size > MOST_BYTES) {
      throw new DatasetError(`${source.name} promises ${promised}: expected at most ${MOST_BYTES} bytes.`);
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
