import type { DatasetCard } from '../card.js';
import type { ImageDataset } from '../images/image-dataset.js';
import { loadIdx, type MnistOptions } from './mnist.js';

const MIRRORS = [
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
];
const CLASSES = [
  ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
  ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
];

function file(name: string, md5: string, sha256: string) {
  return { name, urls: MIRRORS.map((mirror) => mirror + name), md5, sha256 };
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
  features: { pixels: { kind: 'image', shape: [1, 28, 28] }, label: { kind: 'label', names: CLASSES } },
  files: [
    file(
      'train-images-idx3-ubyte.gz',
      '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
      '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    ),
    file(
      'train-labels-idx1-ubyte.gz',
      '25c81989df183df01b3e8a0aad5dffbe',
      'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    ),
    file(
      't10k-images-idx3-ubyte.gz',
      'bef4ecab320f06d8554ea6380940ec79',
      '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    ),
    file(
      't10k-labels-idx1-ubyte.gz',
      'bb300cfdad3c16e7a12a480ee83cd310',
      '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    ),
  ],
};

/**
 * Fashion-MNIST: 60,000 images of clothing in ten classes to train with and 10,000 to test. Needs Node.
 *
 * @param options.split Default `'train'`.
 * @param options.folder A folder with the four idx files, gzipped or not. Default: they are downloaded (31 MB).
 * @param options See {@link LoadOptions} for the rest.
 * @returns Images of [1, 28, 28] in one array, with labels 0 to 9, whose names are in `classes`.
 * @throws DatasetError if the files cannot be had, or are damaged.
 * @see Xiao et al., arXiv:1708.07747, 2017.
 *
 * @example
 * const train = await fashionMnist();
 * train.classes?.[train.at(0).label]; // 'Ankle boot'
 */
export async function fashionMnist(options: MnistOptions = {}): Promise<ImageDataset> {
  return loadIdx(fashionMnistCard, options);
}
