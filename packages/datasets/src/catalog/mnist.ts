import type { DatasetCard } from '../card.js';
import type { ImageDataset } from '../images/image-dataset.js';
import { idxImages } from '../readers/idx.js';
import { fileOf, type LoadOptions, locateFile, requireLoadOptions, requireSplit } from './dataset-files.js';

const MNIST_MIRRORS = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];
const MNIST_CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

function mnistFile(name: string, bytes: number, sha256: string) {
  return { name, urls: MNIST_MIRRORS.map((mirror) => mirror + name), bytes, sha256 };
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
  features: { pixels: { kind: 'image', shape: [1, 28, 28] }, label: { kind: 'label', names: MNIST_CLASSES } },
  files: [
    mnistFile(
      'train-images-idx3-ubyte.gz',
      9_912_422,
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    ),
    mnistFile(
      'train-labels-idx1-ubyte.gz',
      28_881,
      '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    ),
    mnistFile(
      't10k-images-idx3-ubyte.gz',
      1_648_877,
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    ),
    mnistFile(
      't10k-labels-idx1-ubyte.gz',
      4_542,
      'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    ),
  ],
};

/** Options of {@link mnist} and {@link fashionMnist}. */
export interface MnistOptions extends LoadOptions {
  /** The part of the dataset. Default: `'train'`. */
  readonly split?: 'train' | 'test' | undefined;
}

/**
 * MNIST: 60,000 images of handwritten digits to train with and 10,000 to test. Needs Node.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.folder - A folder with the four idx files, gzipped or not. Default: they are downloaded (12 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns Images of [1, 28, 28] in one array, with labels 0 to 9.
 * @throws {DatasetError} If the files cannot be had, or are damaged.

 * Source: LeCun et al. (1998), "Gradient-based learning applied to document recognition".
 *
 * @example
 * const [train, test] = [await mnist(), await mnist({ split: 'test' })];
 * train.at(0); // { pixels: Uint8Array(784), label: 5 }
 */
export async function mnist(options: MnistOptions = {}): Promise<ImageDataset> {
  return loadIdxSplit(mnistCard, options);
}

/** Loads a dataset of the same four files as MNIST. */
async function loadIdxSplit(card: DatasetCard, options: MnistOptions): Promise<ImageDataset> {
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

const FASHION_MIRRORS = [
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
];
const FASHION_CLASSES = [
  ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
  ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
];

function fashionFile(name: string, md5: string, sha256: string) {
  return { name, urls: FASHION_MIRRORS.map((mirror) => mirror + name), md5, sha256 };
}

/** The card of {@link fashionMnist}. */
export const fashionMnistCard: DatasetCard = {
  name: 'fashion-mnist',
  description: 'Pieces of clothing in the layout of MNIST, and harder: 28 × 28 gray pixels, light on black.',
  license: 'MIT',
  citation: `@article{xiao2017fashion,
  author = {Xiao, Han and Rasul, Kashif and Vollgraf, Roland},
  title = {Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms},
  journal = {arXiv:1708.07747}, year = {2017}
}`,
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  splits: { train: { examples: 60_000 }, test: { examples: 10_000 } },
  features: {
    pixels: { kind: 'image', shape: [1, 28, 28] },
    label: { kind: 'label', names: FASHION_CLASSES },
  },
  files: [
    fashionFile(
      'train-images-idx3-ubyte.gz',
      '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
      '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    ),
    fashionFile(
      'train-labels-idx1-ubyte.gz',
      '25c81989df183df01b3e8a0aad5dffbe',
      'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    ),
    fashionFile(
      't10k-images-idx3-ubyte.gz',
      'bef4ecab320f06d8554ea6380940ec79',
      '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    ),
    fashionFile(
      't10k-labels-idx1-ubyte.gz',
      'bb300cfdad3c16e7a12a480ee83cd310',
      '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    ),
  ],
};

/**
 * Fashion-MNIST: 60,000 images of clothing in ten classes to train with and 10,000 to test. Needs Node.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.folder - A folder with the four idx files, gzipped or not. Default: they are downloaded (31 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns Images of [1, 28, 28] in one array, with labels 0 to 9, whose names are in `classes`.
 * @throws {DatasetError} If the files cannot be had, or are damaged.
 *
 * Source: Xiao et al. (2017), "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms".
 *
 * @example
 * const train = await fashionMnist();
 * train.classes?.[train.at(0).label]; // 'Ankle boot'
 */
export async function fashionMnist(options: MnistOptions = {}): Promise<ImageDataset> {
  return loadIdxSplit(fashionMnistCard, options);
}
