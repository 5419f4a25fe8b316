import {
  anything,
  flag,
  isWholeNumber,
  oneOf,
  positive,
  type Rule,
  shown,
  suggestion,
  wholeNumber,
} from '@rnnlab/shared';
import type { ImageCard, LanguageCard, ModelCard, TextCard } from './card.js';
import { ModelFileError } from './error.js';

/** The rule of a field of an object in the metadata. */
export interface Field extends Rule {
  /** Whether a missing field is an error. */
  readonly required?: boolean;
  /** Default value of a missing field. */
  readonly fallback?: unknown;
}

/**
 * Checks the fields of an object and fills in defaults.
 *
 * @param path - The path of the object in the metadata `rnnlab`; empty for all of it.
 * @throws {ModelFileError} When it is no object, for an unknown field, a missing one and an invalid one.
 */
function readFields<Name extends string>(
  path: string,
  value: unknown,
  fields: Readonly<Record<Name, Field>>,
): Record<Name, unknown> {
  if (!isObject(value)) throw wrong(path, 'an object', value);
  const names = Object.keys(fields);
  for (const name of Object.keys(value)) {
    if (names.includes(name) || value[name] === undefined) continue;
    throw new ModelFileError(`${subject(path)} has no field ${shown(name)}${suggestion(name, names)}.`);
  }
  const read = Object.entries<Field>(fields).map(([name, field]) => {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (own === undefined ? field.required : !field.accepts(own)) {
      throw wrong(path === '' ? name : `${path}.${name}`, field.expected, own);
    }
    return [name, own ?? field.fallback];
  });
  return Object.fromEntries(read) as Record<Name, unknown>;
}

/** The error of an invalid field. */
const wrong = (path: string, expected: string, received: unknown): ModelFileError =>
  new ModelFileError(`${subject(path)} must be ${expected}, received ${shown(received)}.`);

const subject = (path: string): string =>
  path === '' ? 'The metadata `rnnlab`' : `\`${path}\` in the metadata \`rnnlab\``;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an array of values that `accepts` takes; holes of a sparse one count as undefined. */
const isListOf = (value: unknown, accepts: (entry: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && Array.from(value).every(accepts);

const textFields = {
  maxLength: wholeNumber(1),
  padding: { ...flag, fallback: false },
} satisfies Record<string, Field>;

/** Reads the field `text`. */
function readTextCard(value: unknown): TextCard {
  const read = readFields('text', value, textFields) as unknown as TextCard;
  if (read.padding && read.maxLength === undefined) {
    throw wrong('text.maxLength', 'a number, as texts are padded to it', undefined);
  }
  return read;
}

/** The most numbers of an image: a damaged size must not fill the memory. */
const MAX_IMAGE_SIZE = 2 ** 26;

const size: Field = { ...wholeNumber(1), required: true };
const perChannel: Field = {
  expected: 'a list of numbers',
  accepts: (value) => isListOf(value, Number.isFinite),
};

const imageFields = {
  channels: size,
  height: size,
  width: size,
  scale: { ...positive, fallback: 1 / 255 },
  mean: perChannel,
  std: perChannel,
} satisfies Record<string, Field>;

/** Reads the field `image`. */
function readImageCard(value: unknown): ImageCard {
  const read = readFields('image', value, imageFields) as unknown as ImageCard;
  const { channels, height, width } = read;
  if (channels * height * width > MAX_IMAGE_SIZE) {
    throw wrong(
      'image',
      `an image of at most ${MAX_IMAGE_SIZE} numbers`,
      `${channels} × ${height} × ${width}`,
    );
  }
  const mean = read.mean ?? Array<number>(channels).fill(0);
  const std = read.std ?? Array<number>(channels).fill(1);
  if (mean.length !== channels) throw wrong('image.mean', `a list of ${channels} numbers`, mean);
  if (std.length !== channels || std.some((one) => one <= 0)) {
    throw wrong('image.std', `a list of ${channels} numbers above 0`, std);
  }
  return { ...read, mean, std };
}

/** The most ids of a warm-up. */
const MAX_WARM_UP = 64;

const id: Field = wholeNumber(0);

const languageFields = {
  startId: id,
  endId: id,
  conditions: {
    expected: 'ids by names',
    accepts: (value) => isObject(value) && Object.values(value).every((one) => isWholeNumber(one)),
    fallback: Object.freeze({}),
  },
  warmUp: {
    expected: `a list of 1 to ${MAX_WARM_UP} ids`,
    accepts: (value) =>
      isListOf(value, (one) => isWholeNumber(one)) && value.length >= 1 && value.length <= MAX_WARM_UP,
  },
} satisfies Record<string, Field>;

/** Reads the field `language`. */
function readLanguageCard(value: unknown): LanguageCard {
  const read = readFields('language', value, languageFields) as unknown as LanguageCard;
  const { startId, conditions, warmUp } = read;
  if (warmUp !== undefined && (startId !== undefined || Object.keys(conditions).length > 0)) {
    throw wrong('language.warmUp', 'left out where texts have a start', warmUp);
  }
  return read;
}

/** Version of the format of the metadata that is written and read. */
export const FORMAT = 2;

const list = (names: readonly string[]): Field => ({
  ...oneOf(names),
  expected: `${names.length > 1 ? 'one of ' : ''}${names.map((name) => `"${name}"`).join(', ')}`,
  required: true,
});

/** The inputs of models of each task. */
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

/** Fields of every card. */
export const commonFields = {
  format: { ...anything, required: true },
  task: list(Object.keys(inputsOf)),
  input: { ...anything, required: true },
  title: { expected: 'a string', accepts: (value) => typeof value === 'string', fallback: '' },
  provenance: { ...object, fallback: Object.freeze({}) },
} satisfies Record<string, Field>;

/** Fields of the cards of some tasks or inputs. The fields inside of the objects are checked by their own readers. */
export const ownFields = {
  labels: { ...names, fallback: Object.freeze([]) },
  text: { ...object, fallback: Object.freeze({}) },
  image: { ...object, required: true },
  vocabulary: { ...wholeNumber(1), required: true },
  language: { ...object, fallback: Object.freeze({}) },
} satisfies Record<string, Field>;

/** Fields of those objects. */
export const partFields = { text: textFields, image: imageFields, language: languageFields };

/**
 * Checks a card and fills in defaults; both for writing and for reading.
 *
 * @throws {ModelFileError} When it has another format or an invalid field.
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
  // An invalid task or input is reported first.
  readFields('', { format: FORMAT, task, input }, fields);
  const { format: _, ...card } = readFields('', value, { ...fields, ...fieldsOf(task, input) });
  const read = card as unknown as ModelCard;
  if (read.task === 'language-model') return { ...read, language: readLanguageCard(read.language) };
  if (read.input === 'text') return { ...read, text: readTextCard(read.text) };
  if (read.input === 'image') return { ...read, image: readImageCard(read.image) };
  return read;
}

/** The further fields of a card of this task and input. */
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
