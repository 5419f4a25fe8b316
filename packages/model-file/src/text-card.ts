import { flag, wholeNumber } from '@rnnlab/shared';
import { type Field, type Given, readFields, wrong } from './fields.js';

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
