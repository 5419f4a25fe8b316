import { checkOptions, checkValue, oneOf, shown } from '@rnnlab/shared';
import { type DatasetCard, fileCard } from '../card.js';
import { DatasetError } from '../error.js';
import { type ImageDataset, imageDataset } from '../images/image-dataset.js';
import { readAll } from '../sources/byte-stream.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import { readPickle } from './pickle.js';
import type { NumpyArray, PickleValue } from './pickle-numpy.js';

/** 32 × 32 pixels of red, then green, then blue. */
const CHANNELS = 3;
const SIDE = 32;
const PIXELS = CHANNELS * SIDE * SIDE;

/** Which of the two datasets: 10 or 100 classes. */
export type CifarKind = 'cifar10' | 'cifar100';
/** The labels of CIFAR-100: each image is labeled by one of 100 classes, or one of 20 groups of them. */
export type CifarLabels = 'fine' | 'coarse';

/** The names of CIFAR-10's classes, in the order of their indices. */
export const CIFAR10_CLASSES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** The number of classes of the labels. */
function classCount(kind: CifarKind, labels: CifarLabels): number {
  return kind === 'cifar10' ? 10 : labels === 'fine' ? 100 : 20;
}

/** @throws {DatasetError} For a kind of labels that there is not. */
function requireCifar(kind: CifarKind, labels: CifarLabels): void {
  checkValue('`kind`', kind, oneOf(['cifar10', 'cifar100']), DatasetError);
  checkValue('`labels`', labels, oneOf(['fine', 'coarse']), DatasetError);
  if (kind === 'cifar10' && labels !== 'fine') {
    throw new DatasetError('CIFAR-10 has no coarse labels: expected `labels` to be fine.');
  }
}

/** @throws {DatasetError} If a label is none of `count` classes. */
function requireLabel(file: string, label: unknown, image: number, count: number): asserts label is number {
  if (typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < count) return;
  throw new DatasetError(
    `${file} has the label ${shown(label)} for image ${image}: expected 0 to ${count - 1}.`,
  );
}

/** Options of {@link cifarBinary} and {@link cifarPickle}. */
export interface CifarOptions {
  /** Which dataset. Default: `'cifar10'`. */
  readonly kind?: CifarKind;
  /** Which labels of CIFAR-100: `'fine'` for 100 classes, `'coarse'` for 20. Default: `'fine'`. */
  readonly labels?: CifarLabels;
  /** Names of the classes, in the order of their indices. Default: those of CIFAR-10, none for CIFAR-100. */
  readonly classes?: readonly string[];
  /** The card of the dataset. Default: named after the first file. */
  readonly card?: DatasetCard;
}

/** The most bytes of one file; the largest has 154 MB. */
const MAX_FILE_BYTES = 2 ** 31;

/**
 * Reads images of CIFAR-10 or CIFAR-100 in the binary version: for each image its label, in CIFAR-100 the coarse and the
 * fine one, then 1024 bytes each of red, green and blue.
 *
 * @param files - One file or several, in the order of their images: paths (in Node), http(s) addresses, bytes,
 * Blobs or sources, gzipped or not.
 * @param options - See {@link CifarOptions}; each has a default.
 * @returns Images of 3 × 32 × 32.
 * @throws {DatasetError} If a file does not hold whole images or has a label without a class.

 * Source: Krizhevsky (2009), "Learning Multiple Layers of Features from Tiny Images"; cs.toronto.edu/~kriz/cifar.html.
 *
 * @example
 * const train = await cifarBinary(['data_batch_1.bin', 'data_batch_2.bin']);
 * train.classes?.[train.at(0).label]; // 'frog'
 */
export async function cifarBinary(
  files: Readable | readonly Readable[],
  options: CifarOptions = {},
): Promise<ImageDataset> {
  checkOptions('cifarBinary', options, ['kind', 'labels', 'classes', 'card'], DatasetError);
  const { kind = 'cifar10', labels: wanted = 'fine', classes, card } = options;
  requireCifar(kind, wanted);
  const sources = sourcesOf(files);
  const header = kind === 'cifar10' ? 1 : 2;
  const record = header + PIXELS;
  const labelAt = kind === 'cifar100' && wanted === 'fine' ? 1 : 0;
  const count = classCount(kind, wanted);

  const parts: Uint8Array[] = [];
  for (const source of sources) {
    const bytes = await readAll(source, MAX_FILE_BYTES);
    if (bytes.length % record !== 0) {
      throw new DatasetError(
        `${source.name} has ${bytes.length} bytes: expected a multiple of ${record}, for whole images.`,
      );
    }
    parts.push(bytes);
  }
  const images = parts.reduce((sum, part) => sum + part.length / record, 0);
  const pixels = new Uint8Array(images * PIXELS);
  const labels = new Uint8Array(images);
  let image = 0;
  parts.forEach((part, file) => {
    for (let at = 0; at < part.length; at += record, image++) {
      const label = part[at + labelAt]!;
      requireLabel(sources[file]!.name, label, at / record, count);
      labels[image] = label;
      pixels.set(part.subarray(at + header, at + record), image * PIXELS);
    }
  });
  return cifarImages(pixels, labels, kind, classes, card ?? fileCard(sources[0]!));
}

/** @throws {DatasetError} If there is no file. */
function sourcesOf(files: Readable | readonly Readable[]) {
  const list = Array.isArray(files) ? (files as readonly Readable[]) : [files as Readable];
  if (list.length === 0) throw new DatasetError('CIFAR was given no file: expected one or more.');
  return list.map((readable) => gunzip(byteSource(readable)));
}

function cifarImages(
  pixels: Uint8Array,
  labels: Uint8Array,
  kind: CifarKind,
  names: readonly string[] | undefined,
  card: DatasetCard,
): ImageDataset {
  const classes = names ?? (kind === 'cifar10' ? CIFAR10_CLASSES : undefined);
  const size = { channels: CHANNELS, height: SIDE, width: SIDE };
  return imageDataset({ pixels, labels, ...size, ...(classes && { classes }), card });
}

/**
 * Reads images of CIFAR-10 or CIFAR-100 in the Python version: pickled dicts with `data`, an array of n × 3072 bytes, and
 * `labels`, or in CIFAR-100 `fine_labels` and `coarse_labels`. Nothing in the pickles is run.
 *
 * @param files - One file or several, in the order of their images: paths (in Node), http(s) addresses, bytes,
 * Blobs or sources, gzipped or not.
 * @param options - See {@link CifarOptions}; each has a default.
 * @returns Images of 3 × 32 × 32. The pixels of a single file are used where they are, not copied.
 * @throws {DatasetError} If a pickle holds more than plain data or not these, or has a label without a class.

 * Source: Krizhevsky (2009), "Learning Multiple Layers of Features from Tiny Images"; cs.toronto.edu/~kriz/cifar.html.
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
  const count = classCount(kind, wanted);

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
