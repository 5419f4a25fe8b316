import { anything, isWholeNumber, oneOf, wholeNumber } from '@rnnlab/shared';
import type { ModelCard } from './card.js';
import { ModelFileError } from './error.js';
import { type Field, isListOf, isObject, readFields, wrong } from './fields.js';
import { imageFields, readImageCard } from './image-card.js';
import { languageFields, readLanguageCard } from './language-card.js';
import { readTextCard, textFields } from './text-card.js';

/** The format of the metadata that is written and read. */
export const FORMAT = 2;

const list = (names: readonly string[]): Field => ({
  ...oneOf(names),
  expected: `${names.length > 1 ? 'one of ' : ''}${names.map((name) => `"${name}"`).join(', ')}`,
  required: true,
});

/** What models of each task may read. */
const inputsOf = {
  classification: ['text', 'image', 'tokens', 'sequence'],
  labeling: ['tokens', 'sequence'],
  'language-model': ['text'],
} as const satisfies Record<ModelCard['task'], readonly ModelCard['input'][]>;

const names: Field = {
  expected: 'a list of different names',
  accepts: (value) =>
    isListOf(value, (name) => typeof name === 'string') && new Set(value).size === value.length,
};

const object: Field = { expected: 'an object', accepts: isObject };

/** What every card has. */
export const commonFields = {
  format: { ...anything, required: true },
  task: list(Object.keys(inputsOf)),
  input: { ...anything, required: true },
  title: { expected: 'a string', accepts: (value) => typeof value === 'string', fallback: '' },
  provenance: { ...object, fallback: Object.freeze({}) },
} satisfies Record<string, Field>;

/** What cards have of some tasks or inputs. What is in the objects is checked by their own readers. */
export const ownFields = {
  labels: { ...names, fallback: Object.freeze([]) },
  text: { ...object, fallback: Object.freeze({}) },
  image: { ...object, required: true },
  vocabulary: { ...wholeNumber(1), required: true },
  language: { ...object, fallback: Object.freeze({}) },
} satisfies Record<string, Field>;

/** The fields of those objects. */
export const partFields = { text: textFields, image: imageFields, language: languageFields };

/**
 * Checks a card and fills in what was left out. Whoever writes one and whoever reads it does it by this.
 *
 * @throws ModelFileError if it is of another format, or cannot be
 */
export function readCard(value: unknown): ModelCard {
  if (!isObject(value)) throw wrong('', 'an object', value);
  checkFormat(value.format);
  const { task, input } = value as unknown as ModelCard;
  const known = typeof task === 'string' && Object.hasOwn(inputsOf, task) ? inputsOf[task] : [];
  const fields: Record<string, Field> = {
    ...commonFields,
    input: known.length > 0 ? list(known) : commonFields.input,
  };
  // A task or an input that cannot be is told of first.
  readFields('', { format: FORMAT, task, input }, fields);
  const { format: _, ...card } = readFields('', value, { ...fields, ...fieldsOf(task, input) });
  const read = card as unknown as ModelCard;
  if (read.task === 'language-model') return { ...read, language: readLanguageCard(read.language) };
  if (read.input === 'text') return { ...read, text: readTextCard(read.text) };
  if (read.input === 'image') return { ...read, image: readImageCard(read.image) };
  return read;
}

/** The fields that only some cards have. */
function fieldsOf(task: ModelCard['task'], input: ModelCard['input']): Record<string, Field> {
  const { labels, text, image, vocabulary, language } = ownFields;
  if (task === 'language-model') return { language };
  const named = task === 'labeling' ? labels : atLeastOne;
  if (input === 'text') return { labels: named, text };
  if (input === 'image') return { labels: named, image };
  return input === 'tokens' ? { labels: named, vocabulary } : { labels: named };
}

const atLeastOne: Field = {
  expected: 'a list of different names, at least one',
  accepts: (value) => names.accepts(value) && (value as unknown[]).length > 0,
  required: true,
};

function checkFormat(format: unknown): void {
  if (!isWholeNumber(format, 1)) throw wrong('format', `the version ${FORMAT}`, format);
  if (format === FORMAT) return;
  throw new ModelFileError(
    `The file has format ${format}, this version of RNNLab reads format ${FORMAT}: ${format < FORMAT ? 'export it again' : 'update RNNLab'}.`,
  );
}
