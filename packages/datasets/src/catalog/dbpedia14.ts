import type { DatasetCard } from '../card.js';
import type { Dataset } from '../dataset.js';
import { readTitledText, type TitledText, titledTextFeatures } from './ag-news.js';
import { type LoadOptions, locateMembers, requireLoadOptions, requireSplit } from './dataset-files.js';

const CLASSES = [
  ...['Company', 'EducationalInstitution', 'Artist', 'Athlete', 'OfficeHolder', 'MeanOfTransportation'],
  ...['Building', 'NaturalPlace', 'Village', 'Animal', 'Plant', 'Album', 'Film', 'WrittenWork'],
];
const ARCHIVE = {
  name: 'dbpedia_csv.tgz',
  urls: ['https://s3.amazonaws.com/fast-ai-nlp/dbpedia_csv.tgz'],
  bytes: 68_341_743,
  sha256: '42db5221ddedddb673a4cabcc5f3a7d869714c878bcfe4ba94b29d14aa38e417',
};

/** The card of {@link dbpedia14}. */
export const dbpedia14Card: DatasetCard = {
  name: 'dbpedia14',
  description: 'First paragraphs of Wikipedia articles about things of fourteen kinds, from DBpedia 2014.',
  license: 'CC-BY-SA-3.0',
  citation: `@inproceedings{zhang2015character,
  author = {Zhang, Xiang and Zhao, Junbo and LeCun, Yann},
  title = {Character-level Convolutional Networks for Text Classification},
  booktitle = {Advances in Neural Information Processing Systems 28}, year = {2015}
}`,
  homepage: 'https://www.dbpedia.org/',
  splits: { train: { examples: 560_000 }, test: { examples: 70_000 } },
  features: titledTextFeatures(CLASSES),
  files: [ARCHIVE],
};

/** Options of {@link dbpedia14}. */
export interface Dbpedia14Options extends LoadOptions {
  /** The part of the dataset. Default: `'train'`. */
  readonly split?: 'train' | 'test' | undefined;
}

/**
 * DBpedia-14: 560,000 titles and first paragraphs of Wikipedia in fourteen classes of equal size to train with, and
 * 70,000 to test. Needs Node. All of a split is read into memory, some 450 MB for `'train'`; to read the same file
 * as a stream, use `csv`.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.folder - A folder with `train.csv` and `test.csv`, or with the archive. Default: the archive is
 * downloaded (68 MB) and unpacked (196 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @throws {DatasetError} If the files cannot be had, or are damaged.

 * Source: Zhang et al. (2015), "Character-level Convolutional Networks for Text Classification".
 *
 * @example
 * const test = await dbpedia14({ split: 'test' });
 * test.at(0).label; // 'Company'
 */
export async function dbpedia14(options: Dbpedia14Options = {}): Promise<Dataset<TitledText>> {
  requireLoadOptions(dbpedia14Card, options, ['split']);
  const { split = 'train', ...rest } = options;
  requireSplit(dbpedia14Card, split);
  const [file] = await locateMembers(dbpedia14Card, ARCHIVE, [`dbpedia_csv/${split}.csv`], rest);
  return readTitledText(file!, dbpedia14Card, CLASSES);
}
