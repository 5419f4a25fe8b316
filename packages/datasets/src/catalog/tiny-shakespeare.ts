import type { DatasetCard } from '../card.js';
import { Dataset } from '../dataset.js';
import { wholeText } from '../text/text-lines.js';
import { type LoadOptions, locateFile, requireLoadOptions, requireSplit } from './dataset-files.js';

const FILE = {
  name: 'input.txt',
  urls: ['https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt'],
  bytes: 1_115_394,
  sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
};

/** The card of {@link tinyShakespeare}. */
export const tinyShakespeareCard: DatasetCard = {
  name: 'tiny-shakespeare',
  description: "40,000 lines of Shakespeare's plays as one text of 1,115,394 characters.",
  license: 'public domain',
  citation: 'A. Karpathy, The Unreasonable Effectiveness of Recurrent Neural Networks, 2015.',
  homepage: 'https://github.com/karpathy/char-rnn',
  splits: {
    all: { examples: 1 },
    train: { examples: 1 },
    validation: { examples: 1 },
    test: { examples: 1 },
  },
  features: { text: { kind: 'text' } },
  files: [FILE],
};

/** Options of {@link tinyShakespeare}. */
export interface TinyShakespeareOptions extends LoadOptions {
  /** The part of the text. Default: `'all'`. */
  readonly split?: 'all' | 'train' | 'validation' | 'test' | undefined;
}

/**
 * Tiny Shakespeare: one text for models of characters. Needs Node.
 *
 * @param options.split - `'all'`, or its first 90 % to train with, the next 5 % to validate, the last 5 % to test
 * (1,003,854, 55,770 and 55,770 characters, as in TensorFlow Datasets). Default: `'all'`.
 * @param options.folder - A folder with `input.txt`. Default: it is downloaded (1 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns One example with the text.
 * @throws {DatasetError} If the file cannot be had, or is damaged.

 * Source: Karpathy (2015), "The Unreasonable Effectiveness of Recurrent Neural Networks".
 *
 * @example
 * const { text } = (await tinyShakespeare({ split: 'train' })).at(0);
 */
export async function tinyShakespeare(
  options: TinyShakespeareOptions = {},
): Promise<Dataset<{ readonly text: string }>> {
  requireLoadOptions(tinyShakespeareCard, options, ['split']);
  const { split = 'all', ...rest } = options;
  requireSplit(tinyShakespeareCard, split);
  const text = await wholeText(await locateFile(tinyShakespeareCard, FILE, rest));
  const [trainEnd, validationEnd] = [Math.floor(text.length * 0.9), Math.floor(text.length * 0.95)];
  const ends = {
    all: [0, text.length],
    train: [0, trainEnd],
    validation: [trainEnd, validationEnd],
    test: [validationEnd, text.length],
  } as const;
  return Dataset.from([{ text: text.slice(...ends[split]) }], tinyShakespeareCard);
}
