import type { DatasetCard, LabeledText } from '../card.js';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { csv } from '../readers/csv.js';
import type { Readable } from '../sources/readable.js';
import { fileOf, type LoadOptions, locateFile, requireLoadOptions, requireSplit } from './dataset-files.js';

const BASE = 'https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/master/data/ag_news_csv/';
const CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** The card of {@link agNews}. */
export const agNewsCard: DatasetCard = {
  name: 'ag-news',
  description: 'Titles and descriptions of English news articles of 2004 and 2005 in four classes.',
  license: 'non-commercial use, as the page of the corpus says',
  citation: `@inproceedings{zhang2015character,
  author = {Zhang, Xiang and Zhao, Junbo and LeCun, Yann},
  title = {Character-level Convolutional Networks for Text Classification},
  booktitle = {Advances in Neural Information Processing Systems 28}, year = {2015}
}`,
  homepage: 'http://groups.di.unipi.it/~gulli/AG_corpus_of_news_articles.html',
  splits: { train: { examples: 120_000 }, test: { examples: 7_600 } },
  features: titledTextFeatures(CLASSES),
  files: [
    {
      name: 'train.csv',
      urls: [`${BASE}train.csv`],
      bytes: 29_470_338,
      sha256: '76a0a2d2f92b286371fe4d4044640910a04a803fdd2538e0f3f29a5c6f6b672e',
    },
    {
      name: 'test.csv',
      urls: [`${BASE}test.csv`],
      bytes: 1_857_427,
      sha256: '521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699',
    },
  ],
};

/** Options of {@link agNews}. */
export interface AgNewsOptions extends LoadOptions {
  /** The part of the dataset. Default: `'train'`. */
  readonly split?: 'train' | 'test' | undefined;
}

/**
 * AG News: 120,000 titles and descriptions of news articles in four classes of equal size to train with, and 7,600
 * to test. Needs Node.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.folder - A folder with `train.csv` and `test.csv`. Default: the split is downloaded (29 or 2 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @throws {DatasetError} If the file cannot be had, or is damaged.

 * Source: Zhang et al. (2015), "Character-level Convolutional Networks for Text Classification".
 *
 * @example
 * const train = await agNews();
 * train.at(0).label; // 'Business'
 */
export async function agNews(options: AgNewsOptions = {}): Promise<Dataset<TitledText>> {
  requireLoadOptions(agNewsCard, options, ['split']);
  const { split = 'train', ...rest } = options;
  requireSplit(agNewsCard, split);
  const path = await locateFile(agNewsCard, fileOf(agNewsCard, `${split}.csv`), rest);
  return readTitledText(path, agNewsCard, CLASSES);
}

/** An example for text classification with a title. */
export interface TitledText extends LabeledText {
  /** The title, which is not part of `text`. */
  readonly title: string;
}

/** The `features` of a card whose examples are {@link TitledText}, with `labels` in class order. */
export function titledTextFeatures(labels: readonly string[]): NonNullable<DatasetCard['features']> {
  return { title: { kind: 'text' }, text: { kind: 'text' }, label: { kind: 'label', names: labels } };
}

/**
 * Reads a CSV file without a header: the number of the class from 1, a title, a text.
 *
 * @throws {DatasetError} If a row is not like that.
 */
export async function readTitledText(
  readable: Readable,
  card: DatasetCard,
  labels: readonly string[],
): Promise<Dataset<TitledText>> {
  const label = (cell: string): string => {
    const name = /^\d+$/.test(cell) ? labels[Number(cell) - 1] : undefined;
    if (name !== undefined) return name;
    throw new DatasetError(`expected a class from 1 to ${labels.length}`);
  };
  const rows = csv(readable, { header: false, columns: ['label', 'title', 'text'], types: { label } });
  return Dataset.from<TitledText>(await rows.toArray(), card);
}
