import type { Option } from '@rnnlab/models';
import {
  aPath,
  flag as flagRule,
  oneOf as oneOfRule,
  positive as positiveRule,
  type Rule,
  rate as rateRule,
  wholeNumber as wholeNumberRule,
} from '@rnnlab/shared';

/** One setting of a recipe: what it means, and which values it takes. */
export interface Field<Value = unknown> {
  readonly doc: string;
  /** The values it takes, in words, after "must be". */
  readonly expected: string;
  readonly default: Value;
  /** The text of `--set key=text` as a value; text that cannot be one comes back as it is. */
  parse(text: string): unknown;
  accepts(value: unknown): value is Value;
}

export type Fields = Readonly<Record<string, Field>>;

/** The values of some fields. */
export type ValuesOf<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never;
};

/** A value as it is written in `--set`. */
export function settingText(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** A field from the rule of its values and how they are parsed. */
const field = <Value>(
  doc: string,
  fallback: Value,
  rule: Rule,
  parse: (text: string) => unknown,
): Field<Value> => ({ doc, default: fallback, ...rule, parse }) as Field<Value>;

const asIs = (text: string): string => text;
const parseNumber = (text: string): unknown => (text.trim() === '' ? text : Number(text));

/** A whole number from `from` to `to`. */
export const wholeNumber = (
  doc: string,
  fallback: number,
  { from = 1, to }: { from?: number; to?: number } = {},
) => field(doc, fallback, wholeNumberRule(from, to), parseNumber);

/** A finite number above 0. */
export const positive = (doc: string, fallback: number) => field(doc, fallback, positiveRule, parseNumber);

/** A number from 0 up to, but not including, 1. */
export const rate = (doc: string, fallback: number) => field(doc, fallback, rateRule, parseNumber);

export const flag = (doc: string, fallback: boolean) =>
  field(doc, fallback, flagRule, (text) => (text === 'true' ? true : text === 'false' ? false : text));

export const oneOf = <Name extends string>(
  doc: string,
  names: readonly Name[],
  fallback: Name,
): Field<Name> => field(doc, fallback, oneOfRule(names), asIs);

/** The path of a file or folder, as it was typed. */
export const path = (doc: string) => field(doc, '', aPath, asIs);

/** Some characters in one string. */
export const characters = (doc: string) =>
  field(doc, '', { ...aPath, expected: 'one or more characters' }, asIs);

/** Three positive shares whose sum is 1. */
export const fractions = (doc: string, fallback: number[]) =>
  field(
    doc,
    fallback,
    {
      expected: 'three positive numbers whose sum is 1, as in 0.8,0.1,0.1',
      accepts: (value) =>
        Array.isArray(value) &&
        value.length === 3 &&
        value.every((share) => typeof share === 'number' && share > 0) &&
        Math.abs(value.reduce((sum, share) => sum + share, 0) - 1) < 1e-6,
    },
    (text) => text.split(',').map(parseNumber),
  );

/** A value or `none`. */
export const optional = <Value>(inner: Field<Value>): Field<Value | null> =>
  field<Value | null>(
    inner.doc,
    null,
    {
      expected: `${inner.expected}, or none`,
      accepts: (value) => value === null || inner.accepts(value),
    },
    (text) => (text === 'none' ? null : inner.parse(text)),
  );

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

/** An option of a library as a setting: one without a default may be `none`. */
function fieldOf({ doc, default: fallback, expected, accepts }: Option<unknown>): Field {
  const required = fallback !== undefined;
  return {
    doc,
    default: fallback ?? null,
    expected: required ? expected : `${expected}, or none`,
    parse: (text) => (text === 'none' && !required ? null : parse(text)),
    accepts: (value): value is unknown => (value === null ? !required : accepts(value)),
  };
}

function parse(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

const fieldsOf = (options: Record<string, Option<unknown>>): Fields =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, fieldOf(option)]));

/** The registry of a library as choices of a setting. */
export const membersOf = <Name extends string>(
  registry: Record<Name, { title: string; options: object }>,
  common: object = {},
): Record<Name, Member> =>
  Object.fromEntries(
    Object.entries<{ title: string; options: object }>(registry).map(([name, { title, options }]) => [
      name,
      { doc: title, fields: fieldsOf({ ...options, ...common } as Record<string, Option<unknown>>) },
    ]),
  ) as Record<Name, Member>;
