import { type DatasetCard, type LabeledText, labeledTextFeatures } from '../card.js';
import { Dataset } from '../dataset.js';
import { textLines } from '../text/text-lines.js';
import { type LoadOptions, locateMembers, requireLoadOptions } from './dataset-files.js';

const LANGUAGES = [
  ...['Arabic', 'Chinese', 'Czech', 'Dutch', 'English', 'French', 'German', 'Greek', 'Irish'],
  ...[
    'Italian',
    'Japanese',
    'Korean',
    'Polish',
    'Portuguese',
    'Russian',
    'Scottish',
    'Spanish',
    'Vietnamese',
  ],
];
const ARCHIVE = { name: 'data.zip', urls: ['https://download.pytorch.org/tutorial/data.zip'] };

/** The card of {@link pytorchNames}. */
export const pytorchNamesCard: DatasetCard = {
  name: 'pytorch-names',
  description:
    'Surnames in 18 languages, of the PyTorch tutorial on character-level networks: 20,074 lines, 17,458 distinct names, of which 465 are in more than one language.',
  license: 'none stated',
  citation:
    'S. Robertson, NLP From Scratch: Classifying Names with a Character-Level RNN, PyTorch Tutorials, 2017.',
  homepage: 'https://pytorch.org/tutorials/intermediate/char_rnn_classification_tutorial.html',
  splits: { all: { examples: 20_074 } },
  features: labeledTextFeatures(LANGUAGES),
  files: [ARCHIVE],
};

/**
 * The surnames of the PyTorch tutorial "Classifying Names with a Character-Level RNN": 20,074 lines in 18 languages,
 * from 73 (Vietnamese) to 9,408 (Russian). Needs Node. For names that come with the package, see `names`.
 *
 * The list has flaws: 2,059 lines repeat one of the same language (Arabic has 108 names in 2,000 lines), 465 names
 * are in more than one language, ten end in a space, and Russian has a few that are no names. They are left as they
 * are; split `by` text, so that no part holds names of another.
 *
 * @param options.folder - A folder with `Arabic.txt` and so on, or with the archive. Default: the archive is
 * downloaded (3 MB).
 * @param options - See {@link LoadOptions} for the rest.
 * @returns Unicode names with their language, language by language.
 * @throws {DatasetError} If the files cannot be had, or are damaged.
 *
 * @example
 * const surnames = await pytorchNames();
 * surnames.at(0); // { text: 'Khoury', label: 'Arabic' }
 */
export async function pytorchNames(options: LoadOptions = {}): Promise<Dataset<LabeledText>> {
  requireLoadOptions(pytorchNamesCard, options);
  const members = LANGUAGES.map((language) => `data/names/${language}.txt`);
  const files = await locateMembers(pytorchNamesCard, ARCHIVE, members, options);
  const examples: LabeledText[] = [];
  for (const [i, file] of files.entries()) {
    for (const text of await textLines(file).toArray()) examples.push({ text, label: LANGUAGES[i]! });
  }
  return Dataset.from(examples, pytorchNamesCard);
}
