import { type DatasetCard, type LabeledText, labeledTextFeatures } from '../card.js';
import { Dataset } from '../dataset.js';
import { NAMES_BY_LANGUAGE } from './names-by-language.js';

/** The card of {@link names}. */
export const namesCard: DatasetCard = {
  name: 'names',
  description: 'Surnames by language, in Latin script, from the locale data of @faker-js/faker.',
  license: 'MIT',
  citation: 'Faker contributors, @faker-js/faker 10, 2025. Based on faker.js by Marak Squires, 2011-2020.',
  homepage: 'https://fakerjs.dev',
  source: 'https://github.com/faker-js/faker',
  splits: { all: { examples: 10_760 } },
  features: labeledTextFeatures(Object.keys(NAMES_BY_LANGUAGE)),
};

/**
 * Surnames by language: 10,760 names in 26 languages, in Latin script with their diacritics (NFC). It is part
 * of the package, so nothing is downloaded.
 *
 * Within a language no name comes twice; 289 names are in more than one language. Czech, Latvian, Slovak and
 * Uzbek have the feminine and the masculine forms. Large lists are cut to a fixed sample of 1,000.
 *
 * @returns The examples, language by language; the languages are in `card.features.label.names`.
 *
 * @example
 * names().at(0); // { text: 'Ackerman', label: 'Afrikaans' }
 */
export function names(): Dataset<LabeledText> {
  const examples = Object.entries(NAMES_BY_LANGUAGE).flatMap(([label, surnames]) =>
    surnames.split(',').map((text) => ({ text, label })),
  );
  return Dataset.from(examples, namesCard);
}
