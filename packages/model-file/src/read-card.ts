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
import type { ModelCard } from './card.js';
import { ModelFileError } from './error.js';

/** A field of an object in the metadata. */
export interface Field extends Rule {
  /** Whether it may not be left out. */
  readonly required?: boolean;
  /** What it is where it is left out. */
  readonly fallback?: unknown;
}

/**
 * The fields of an object, those that are left out with their defaults.
 *
 * @param path - Where the object is in the metadata `rnnlab`; empty for all of it.
 * @throws ModelFileError if it is no object, for a field that there is not, one that is missing and one that cannot be
 */
export function readFields<Name extends string>(
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

/** The error of a field that cannot be. */
export const wrong = (path: string, expected: string, received: unknown): ModelFileError =>
  new ModelFileError(`${subject(path)} must be ${expected}, received ${shown(received)}.`);

const subject = (path: string): string =>
  path === '' ? 'The metadata `rnnlab`' : `\`${path}\` in the metadata \`rnnlab\``;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an array of such values; holes of a sparse one are values, too. */
export const isListOf = (value: unknown, accepts: (entry: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && Array.from(value).every(accepts);

/** What is written of a type of which fields have defaults. */
export type Given<Type, Defaults extends keyof Type> = Omit<Type, Defaults> & {
  readonly [Name in Defaults]?: Type[Name] | undefined;
};

/** What is done to a text before a classifier reads it, as in its training. */
export interface TextCard {
  /** Tokens that are read, the first ones; absent if all are. */
  readonly maxLength?: number | undefined;
  /**
   * Whether shorter texts are filled up to `maxLength` with the tokenizer's padding, which is then read as if it were
   * text. Default false.
   */
  readonly padding: boolean;
}

/** A {@link TextCard} as it is written. */
export type GivenTextCard = Given<TextCard, 'padding'>;

export const textFields = {
  maxLength: wholeNumber(1),
  padding: { ...flag, fallback: false },
} satisfies Record<string, Field>;

/** Reads the field `text`. @throws ModelFileError if it cannot be */
export function readTextCard(value: unknown): TextCard {
  const read = readFields('text', value, textFields) as unknown as TextCard;
  if (read.padding && read.maxLength === undefined) {
    throw wrong('text.maxLength', 'a number, as texts are padded to it', undefined);
  }
  return read;
}

/**
 * The images that a model reads, and what is done to their pixels before: a pixel from 0 to 255 is read as
 * (pixel · `scale` - `mean`) / `std`, with the mean and standard deviation of its channel.
 */
export interface ImageCard {
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** What a pixel, 0 to 255, is multiplied by first. Default 1 / 255. */
  readonly scale: number;
  /** What is taken off each channel then. Default zeros. */
  readonly mean: readonly number[];
  /** What each channel is divided by at last, its standard deviation. Default ones. */
  readonly std: readonly number[];
}

/** An {@link ImageCard} as it is written. */
export type GivenImageCard = Given<ImageCard, 'scale' | 'mean' | 'std'>;

/** Numbers of an image at most: a damaged size must not fill the memory. */
const ImageCardMOST = 2 ** 26;

const size: Field = { ...wholeNumber(1), required: true };
const perChannel: Field = {
  expected: 'a list of numbers',
  accepts: (value) => isListOf(value, Number.isFinite),
};

export const imageFields = {
  channels: size,
  height: size,
  width: size,
  scale: { ...positive, fallback: 1 / 255 },
  mean: perChannel,
  std: perChannel,
} satisfies Record<string, Field>;

/** Reads the field `image`. @throws ModelFileError if it cannot be */
export function readImageCard(value: unknown): ImageCard {
  const read = readFields('image', value, imageFields) as unknown as ImageCard;
  const { channels, height, width } = read;
  if (channels * height * width > ImageCardMOST) {
    throw wrong(
      'image',
      `an image of at most ${ImageCardMOST} numbers`,
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

/** What the texts of a language model are made of, as ids of its vocabulary. */
export interface LanguageCard {
  /** The id before a text; absent for a model of running text. */
  readonly startId?: number | undefined;
  /** The id that ends a text; absent where texts have no end. */
  readonly endId?: number | undefined;
  /** Ids that take the place of `startId`, by the names of what they ask for: labels to condition on. Default none. */
  readonly conditions: Readonly<Record<string, number>>;
  /** Ids that a model of running text reads before every text, as it never met a state of zeros: 1 to 64. */
  readonly warmUp?: readonly number[] | undefined;
}

/** A {@link LanguageCard} as it is written. */
export type GivenLanguageCard = Given<LanguageCard, 'conditions'>;

/** Ids of a warm-up at most. */
const LanguageCardMOST = 64;

const id: Field = wholeNumber(0);

export const languageFields = {
  startId: id,
  endId: id,
  conditions: {
    expected: 'ids by names',
    accepts: (value) => isObject(value) && Object.values(value).every((one) => isWholeNumber(one)),
    fallback: Object.freeze({}),
  },
  warmUp: {
    expected: `a list of 1 to ${LanguageCardMOST} ids`,
    accepts: (value) =>
      isListOf(value, (one) => isWholeNumber(one)) && value.length >= 1 && value.length <= LanguageCardMOST,
  },
} satisfies Record<string, Field>;

/** Reads the field `language`. @throws ModelFileError if it cannot be */
export function readLanguageCard(value: unknown): LanguageCard {
  const read = readFields('language', value, languageFields) as unknown as LanguageCard;
  const { startId, conditions, warmUp } = read;
  if (warmUp !== undefined && (startId !== undefined || Object.keys(conditions).length > 0)) {
    throw wrong('language.warmUp', 'left out where texts have a start', warmUp);
  }
  return read;
}

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
