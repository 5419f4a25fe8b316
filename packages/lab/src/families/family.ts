import type { Fields, ValuesOf } from '../fields/field.js';

/** One of the kinds a part of a recipe can be of: an optimizer, a tokenizer, a dataset. */
export interface Member {
  readonly doc: string;
  /** Its settings. */
  readonly fields: Fields;
}

export type Members = Readonly<Record<string, Member>>;

/** A part of a recipe that is of one of several kinds: `key` names the kind, the rest are that kind's settings. */
export type ChoiceOf<M extends Members, Key extends string> = {
  [Name in keyof M & string]: Record<Key, Name> & ValuesOf<M[Name]['fields']>;
}[keyof M & string];
