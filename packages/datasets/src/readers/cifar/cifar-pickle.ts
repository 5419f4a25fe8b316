import { checkOptions } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import type { ImageDataset } from '../../images/image-dataset.js';
import type { Readable } from '../../sources/byte-source.js';
import { fileCard } from '../file-card.js';
import type { NumpyArray, PickleValue } from '../pickle/pickle-value.js';
import { readPickle } from '../pickle/read-pickle.js';
import { type CifarOptions, cifarImages, sourcesOf } from './cifar-binary.js';
import { classesOf, PIXELS, requireCifar, requireLabel } from './layout.js';

/**
 * Images of CIFAR-10 or CIFAR-100 in the Python version: pickled dicts with `data`, an array of n × 3072 bytes, and
 * `labels`, or in CIFAR-100 `fine_labels` and `coarse_labels`. Nothing in the pickles is run.
 *
 * @param files One file or several, in the order of their images: paths (in Node), http(s) addresses, bytes,
 * Blobs or sources, gzipped or not.
 * @param options See {@link CifarOptions}; each has a default.
 * @returns Images of 3 × 32 × 32. The pixels of a single file are used where they are, not copied.
 * @throws DatasetError if a pickle holds more than plain data or not these, or has a label without a class.
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; cs.toronto.edu/~kriz/cifar.html.
 *
 * @example
 * const test = await cifarPickle('cifar-100-python/test', { kind: 'cifar100', labels: 'coarse' });
 * test.length; // 10000
 */
export async function cifarPickle(
  files: Readable | readonly Readable[],
  options: CifarOptions = {},
): Promise<ImageDataset> {
  checkOptions('cifarPickle', options, ['kind', 'labels', 'classes', 'card'], DatasetError);
  const { kind = 'cifar10', labels: wanted = 'fine', classes, card } = options;
  requireCifar(kind, wanted);
  const sources = sourcesOf(files);
  const key = kind === 'cifar10' ? 'labels' : `${wanted}_labels`;
  const count = classesOf(kind, wanted);

  const batches: Batch[] = [];
  for (const source of sources) batches.push(batchOf(await readPickle(source), key, source.name));
  const images = batches.reduce((sum, batch) => sum + batch.labels.length, 0);
  const pixels = batches.length === 1 ? batches[0]!.pixels : new Uint8Array(images * PIXELS);
  const labels = new Uint8Array(images);
  let image = 0;
  batches.forEach((batch, file) => {
    if (batches.length > 1) pixels.set(batch.pixels, image * PIXELS);
    batch.labels.forEach((label, i) => {
      requireLabel(sources[file]!.name, label, i, count);
      labels[image++] = label;
    });
  });
  return cifarImages(pixels, labels, kind, classes, card ?? fileCard(sources[0]!));
}

interface Batch {
  readonly pixels: Uint8Array;
  readonly labels: readonly PickleValue[];
}

function batchOf(value: PickleValue, key: string, file: string): Batch {
  if (!(value instanceof Map)) {
    throw new DatasetError(`${file} is not a pickled dict: expected one with data and ${key}.`);
  }
  const [data, labels] = [value.get('data'), value.get(key)];
  if (data === undefined || labels === undefined) {
    const keys = [...value.keys()].slice(0, 8).map((name) => String(name).slice(0, 20));
    throw new DatasetError(
      `${file} has a dict with ${keys.join(', ') || 'no keys'}: expected data and ${key}.`,
    );
  }
  if (!isPixels(data)) {
    throw new DatasetError(
      `${file} has \`data\` of another kind: expected an array of n × ${PIXELS} of uint8.`,
    );
  }
  const list = Array.isArray(labels) ? labels : isNumpyArray(labels) ? Array.from(labels.data, Number) : [];
  if (list.length !== data.shape[0]) {
    throw new DatasetError(
      `${file} has labels for ${list.length}: expected ${data.shape[0]}, one for each image.`,
    );
  }
  return { pixels: data.data, labels: list };
}

function isNumpyArray(value: PickleValue): value is NumpyArray {
  return typeof value === 'object' && value !== null && 'dtype' in value;
}

function isPixels(value: PickleValue): value is NumpyArray & { readonly data: Uint8Array } {
  return (
    isNumpyArray(value) && value.dtype === 'uint8' && value.shape.length === 2 && value.shape[1] === PIXELS
  );
}
