import { isWholeNumber, wholeNumber } from '@rnnlab/shared';
import { type Field, type Given, isListOf, isObject, readFields, wrong } from './fields.js';

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
const MOST = 64;

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
    expected: `a list of 1 to ${MOST} ids`,
    accepts: (value) =>
      isListOf(value, (one) => isWholeNumber(one)) && value.length >= 1 && value.length <= MOST,
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
