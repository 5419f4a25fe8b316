import { InferenceError, shorten } from '../error.js';

/** What a file says of the texts of a language model. */
export interface LanguageCard {
  /** The id before a text; undefined for a model of running text. */
  start?: number | undefined;
  /** The id that ends a text. */
  end?: number | undefined;
  /** Ids that take the place of `start`, by the names of what they ask for. */
  conditions: Readonly<Record<string, number>>;
  /** Ids that a model of running text reads before every text, as it never met a state of zeros. */
  warmUp?: readonly number[] | undefined;
}

/** Ids of a warm-up at most. */
const MOST = 64;

/** @throws InferenceError if it cannot be that of a model with so many tokens */
export function checkLanguageCard(
  { start, end, conditions, warmUp }: LanguageCard,
  vocabulary: number,
): void {
  const largest = warmUp && Math.max(...warmUp);
  const ids = Object.entries({ start, end, ...conditions, warmUp: largest }).filter(
    ([, id]) => id !== undefined,
  );
  for (const [name, id] of ids) {
    if (id! < vocabulary) continue;
    throw new InferenceError(
      `\`language\` in its metadata \`rnnlab\` gives ${shorten(name)} the id ${id}, but the vocabulary has ${vocabulary} tokens`,
    );
  }
}

/** @throws InferenceError if it is not one */
export function readLanguageCard(value: unknown): LanguageCard {
  if (!isObject(value)) throw wrong('language', 'an object', value);
  const { start, end, conditions = {}, warmUp } = value;
  for (const [name, id] of Object.entries({ start, end })) {
    if (id !== undefined && !isId(id)) throw wrong(`language.${name}`, 'an id', id);
  }
  if (!isObject(conditions)) throw wrong('language.conditions', 'an object', conditions);
  for (const [label, id] of Object.entries(conditions)) {
    if (!isId(id)) throw wrong(`language.conditions.${label}`, 'an id', id);
  }
  if (warmUp !== undefined && !isWarmUp(warmUp)) {
    throw wrong('language.warmUp', `a list of 1 to ${MOST} ids`, warmUp);
  }
  if (warmUp !== undefined && (start !== undefined || Object.keys(conditions).length > 0)) {
    throw wrong('language.warmUp', 'left out where texts have a start', warmUp);
  }
  return {
    start: start as number | undefined,
    end: end as number | undefined,
    conditions: Object.freeze({ ...conditions }) as Record<string, number>,
    warmUp: warmUp as readonly number[] | undefined,
  };
}

const isId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isWarmUp = (value: unknown): boolean =>
  Array.isArray(value) && value.length >= 1 && value.length <= MOST && value.every(isId);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (key: string, expected: string, received: unknown): InferenceError =>
  new InferenceError(
    `\`${key}\` in its metadata \`rnnlab\` must be ${expected}, received ${shorten(received)}`,
  );
