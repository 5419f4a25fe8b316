import type { DatasetCard } from '../card.js';
import type { ImageDataset } from '../images/image-dataset.js';
import { idxImages } from '../readers/idx/idx-images.js';
import { fileOf, type LoadOptions, requireLoadOptions, requireSplit } from './files/load-options.js';
import { locateFile } from './files/locate-file.js';

const MIRRORS = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

function file(name: string, bytes: number, sha256: string) {
  return { name, urls: MIRRORS.map((mirror) => mirror + name), bytes, sha256 };
}

/** The card of {@link mnist}. */
export const mnistCard: DatasetCard = {
  name: 'mnist',
  description: 'Handwritten digits: 28 × 28 gray pixels, white on black.',
  license: 'CC-BY-SA-3.0',
  citation: `@article{lecun1998gradient,
  author = {LeCun, Yann and Bottou, L{\\'e}on and Bengio, Yoshua and Haffner, Patrick},
  title = {Gradient-based learning applied to document recognition},
  journal = {Proceedings of the IEEE}, volume = {86}, number = {11}, pages = {2278--2324}, year = {1998}
}`,
  homepage: 'http://yann.lecun.com/exdb/mnist/',
  splits: { train: { examples: 60_000 }, test: { examples: 10_000 } },
  features: { pixels: { kind: 'image', shape: [1, 28, 28] }, label: { kind: 'label', names: CLASSES } },
  files: [
    file(
      'train-images-idx3-ubyte.gz',
      9_912_422,
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    ),
    file(
      'train-labels-idx1-ubyte.gz',
      28_881,
      '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    ),
    file(
      't10k-images-idx3-ubyte.gz',
      1_648_877,
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    ),
    file(
      't10k-labels-idx1-ubyte.gz',
      4_542,
      'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    ),
  ],
};

export interface MnistOptions extends LoadOptions {
  /** Default `'train'`. */
  readonly split?: 'train' | 'test' | undefined;
}

/**
 * MNIST: 60,000 images of handwritten digits to train with and 10,000 to test. Needs Node.
 *
 * @param options.split Default `'train'`.
 * @param options.folder A folder with the four idx files, gzipped or not. Default: they are downloaded (12 MB).
 * @param options See {@link LoadOptions} for the rest.
 * @returns Images of [1, 28, 28] in one array, with labels 0 to 9.
 * @throws DatasetError if the files cannot be had, or are damaged.
 * @see LeCun et al., "Gradient-based learning applied to document recognition", 1998.
 *
 * @example
 * const [train, test] = [await mnist(), await mnist({ split: 'test' })];
 * train.at(0); // { pixels: Uint8Array(784), label: 5 }
 */
export async function mnist(options: MnistOptions = {}): Promise<ImageDataset> {
  return loadIdx(mnistCard, options);
}

/** Loads a dataset of the same four files as MNIST. */
export async function loadIdx(card: DatasetCard, options: MnistOptions): Promise<ImageDataset> {
  requireLoadOptions(card, options, ['split']);
  const { split = 'train', ...rest } = options;
  requireSplit(card, split);
  const prefix = split === 'train' ? 'train' : 't10k';
  const label = card.features!.label!;
  const [images, labels] = await Promise.all(
    ['images-idx3', 'labels-idx1'].map((kind) =>
      locateFile(card, fileOf(card, `${prefix}-${kind}-ubyte.gz`), rest),
    ),
  );
  return idxImages(images!, labels!, { classes: label.kind === 'label' ? label.names : [], card });
}
