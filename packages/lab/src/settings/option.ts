import {
  accepts,
  expectedOf,
  type Option,
  type Options,
  POSITIVE,
  parseText,
  shown,
  undefinedValue,
  type ValueOf,
} from '@rnnlab/shared';
import { LabError } from '../errors.js';

/** The values of settings: `null` where an optional one has none. */
export type SettingValues<O extends Options> = {
  -readonly [K in keyof O]: O[K] extends { readonly optional: true } ? ValueOf<O[K]> | null : ValueOf<O[K]>;
};

/** One of the kinds a part of a recipe can be of: an optimizer, a tokenizer, a dataset. */
export interface Kind {
  readonly description: string;
  /** Its settings. */
  readonly options: Options;
}

export type Kinds = Readonly<Record<string, Kind>>;

/** A part of a recipe that is of one of several kinds: `key` names the kind, the rest are that kind's settings. */
export type ChoiceOf<K extends Kinds, Key extends string> = {
  [Name in keyof K & string]: Record<Key, Name> & SettingValues<K[Name]['options']>;
}[keyof K & string];

/** The value of a setting that nobody chose. */
export const defaultOf = (option: Option): unknown => option.default ?? null;

/** What the value of a setting must be, as in "must be …". */
export const expectedValue = (option: Option): string =>
  option.optional ? `${expectedOf(option)}, or none` : expectedOf(option);

/**
 * Checks the value of a setting.
 *
 * @param typed - The value as it was typed, or as it is.
 * @throws {LabError} For a value that the setting does not take.
 */
export function checkValue(key: string, option: Option, value: unknown, typed = value): void {
  if (value === null ? option.optional : accepts(option, value)) return;
  const unknown = undefinedValue(option, value);
  if (unknown !== undefined) throw new LabError(`${key}: ${unknown}`, { option: key });
  const received = value === undefined || typed === '' ? 'nothing' : shown(typed);
  throw new LabError(`${key} must be ${expectedValue(option)}, received ${received}.`, { option: key });
}

/** The text of `--set key=text` as a value; text that cannot be one comes back as it is. */
export const parseSetting = (option: Option, text: string): unknown => parseText(option, text);

/** A value as it is written in `--set`. */
export function settingText(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** Values without those that are `null`, as options of the libraries. */
export const given = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** The path of a file or folder, as it was typed. */
export const PATH = { type: 'string', minLength: 1, expected: 'a path' } as const;

/** Three positive shares whose sum is 1. */
export const FRACTIONS = {
  type: 'array',
  items: POSITIVE,
  minItems: 3,
  maxItems: 3,
  expected: 'three positive numbers whose sum is 1, as in 0.8,0.1,0.1',
  check: (shares: readonly number[]) => Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-6,
} as const;
