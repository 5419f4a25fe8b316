import {
  aPath,
  flag as flagRule,
  oneOf as oneOfRule,
  positive as positiveRule,
  type Rule,
  rate as rateRule,
  wholeNumber as wholeNumberRule,
} from '@rnnlab/shared';
import type { Field } from './field.js';

/** What a setting's value must be, as an option's, and how it is read from text. */
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
