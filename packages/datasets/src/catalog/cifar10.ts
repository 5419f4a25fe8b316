import type { DatasetCard } from '../card.js';
import { DatasetError } from '../error.js';
import type { ImageDataset } from '../images/image-dataset.js';
import { CIFAR10_CLASSES, cifarBinary } from '../readers/cifar.js';
import { type LoadOptions, locateMembers, requireLoadOptions, requireSplit } from './dataset-files.js';

const ARCHIVE = {
  name: 'cifar-10-binary.tar.gz',
  urls: ['https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz'],
  bytes: 170_052_171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
};
const BATCHES = [1, 2, 3, 4, 5];

/** The card of {@link cifar10}. */
export const cifar10Card: DatasetCard = {
  name: 'cifar10',
  description: 'Photographs of animals and vehicles in ten classes: 32 × 32 pixels, red, green and blue.',
  license: 'no license stated; cite the report',
  citation: `@techreport{krizhevsky2009learning,
  author = {Krizhevsky, Alex},
  title = {Learning Multiple Layers of Features from Tiny Images},
  institution = {University of Toronto}, year = {2009}
}`,
  homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  splits: { train: { examples: 50_000 }, test: { examples: 10_000 } },
  features: {
    pixels: { kind: 'image', shape: [3, 32, 32] },
    label: { kind: 'label', names: CIFAR10_CLASSES },
  },
  files: [ARCHIVE],
};

/** Options of {@link cifar10}. */
export interface Cifar10Options extends LoadOptions {
  /** The part of the dataset. Default: `'train'`. */
  readonly split?: 'train' | 'test' | undefined;
  /** Which of the five parts of `'train'`, of 10,000 images each. Default: `[1, 2, 3, 4, 5]`. */
  readonly batches?: readonly number[] | undefined;
}

/**
 * CIFAR-10: 50,000 photographs in ten classes to train with and 10,000 to test. Needs Node.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.batches - Which of the five parts of `'train'`. Default: all.
 * @param options.folder - A folder with the files `data_batch_1.bin` … of the binary version, or its archive.
 * Default: the archive is downloaded (170 MB) and unpacked (184 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns Images of [3, 32, 32] in one array, with labels 0 to 9, whose names are in `classes`.
 * @throws {DatasetError} If the files cannot be had, or are damaged.

 * Source: Krizhevsky (2009), "Learning Multiple Layers of Features from Tiny Images".
 *
 * @example
 * const train = await cifar10({ batches: [1] });
 * train.classes?.[train.at(0).label]; // 'frog'
 */
export async function cifar10(options: Cifar10Options = {}): Promise<ImageDataset> {
  requireLoadOptions(cifar10Card, options, ['split', 'batches']);
  const { split = 'train', batches = BATCHES, ...rest } = options;
  requireSplit(cifar10Card, split);
  const isList = Array.isArray(batches) && batches.length > 0 && new Set(batches).size === batches.length;
  if (!isList || !batches.every((batch) => BATCHES.includes(batch))) {
    throw new DatasetError(
      `The option batches of cifar10 is ${JSON.stringify(batches)?.slice(0, 40)}: expected different numbers from 1 to 5.`,
    );
  }
  const names = split === 'test' ? ['test_batch.bin'] : batches.map((batch) => `data_batch_${batch}.bin`);
  const members = names.map((name) => `cifar-10-batches-bin/${name}`);
  return cifarBinary(await locateMembers(cifar10Card, ARCHIVE, members, rest), { card: cifar10Card });
}
