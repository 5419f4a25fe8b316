import { checkOptions } from '@rnnlab/shared';
import type { DatasetCard } from '../../card.js';
import { DatasetError } from '../../error.js';
import { type ImageDataset, imageDataset } from '../../images/image-dataset.js';
import { byteSource, type Readable } from '../../sources/byte-source.js';
import { gunzip } from '../../sources/gunzip.js';
import { readAll } from '../../sources/read-all.js';
import { fileCard } from '../file-card.js';
import {
  CHANNELS,
  CIFAR10_CLASSES,
  type CifarKind,
  type CifarLabels,
  classesOf,
  PIXELS,
  requireCifar,
  requireLabel,
  SIDE,
} from './layout.js';

export interface CifarOptions {
  /** Default `'cifar10'`. */
  readonly kind?: CifarKind;
  /** Which labels of CIFAR-100: `'fine'` for 100 classes, `'coarse'` for 20. Default `'fine'`. */
  readonly labels?: CifarLabels;
  /** Names of the classes, in the order of their indices. Default: those of CIFAR-10, none for CIFAR-100. */
  readonly classes?: readonly string[];
  /** Default: named after the first file. */
  readonly card?: DatasetCard;
}

/** Of one file; the largest has 154 MB. */
const MOST_BYTES = 2 ** 31;

/**
 * Images of CIFAR-10 or CIFAR-100 in the binary version: for each image its label, in CIFAR-100 the coarse and the
 * fine one, then 1024 bytes each of red, green and blue.
 *
 * @param files One file or several, in the order of their images: paths (in Node), http(s) addresses, bytes,
 * Blobs or sources, gzipped or not.
 * @param options See {@link CifarOptions}; each has a default.
 * @returns Images of 3 × 32 × 32.
 * @throws DatasetError if a file does not hold whole images or has a label without a class.
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; cs.toronto.edu/~kriz/cifar.html.
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
  const count = classesOf(kind, wanted);

  const parts: Uint8Array[] = [];
  for (const source of sources) {
    const bytes = await readAll(source, MOST_BYTES);
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

/** @throws DatasetError if there is no file. */
export function sourcesOf(files: Readable | readonly Readable[]) {
  const list = Array.isArray(files) ? (files as readonly Readable[]) : [files as Readable];
  if (list.length === 0) throw new DatasetError('CIFAR was given no file: expected one or more.');
  return list.map((readable) => gunzip(byteSource(readable)));
}

export function cifarImages(
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
