import type { Field } from './field.js';

const field = <Value>(parts: {
  doc: string;
  expected: string;
  default: Value;
  parse(text: string): unknown;
  accepts(value: unknown): boolean;
}): Field<Value> => parts as Field<Value>;

const parseNumber = (text: string): unknown => (text.trim() === '' ? text : Number(text));

/** A whole number from `from` to `to`. */
export const wholeNumber = (
  doc: string,
  fallback: number,
  { from = 1, to = Number.MAX_SAFE_INTEGER } = {},
): Field<number> =>
  field({
    doc,
    default: fallback,
    expected:
      to === Number.MAX_SAFE_INTEGER
        ? `a whole number of at least ${from}`
        : `a whole number from ${from} to ${to}`,
    parse: parseNumber,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to,
  });

/** A finite number above 0. */
export const positive = (doc: string, fallback: number): Field<number> =>
  field({
    doc,
    default: fallback,
    expected: 'a number above 0',
    parse: parseNumber,
    accepts: (value) => Number.isFinite(value) && Number(value) > 0,
  });

/** A number from 0 up to, but not including, 1. */
export const rate = (doc: string, fallback: number): Field<number> =>
  field({
    doc,
    default: fallback,
    expected: 'a number from 0 up to, but not including, 1',
    parse: parseNumber,
    accepts: (value) => typeof value === 'number' && value >= 0 && value < 1,
  });

export const flag = (doc: string, fallback: boolean): Field<boolean> =>
  field({
    doc,
    default: fallback,
    expected: 'true or false',
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : text),
    accepts: (value) => typeof value === 'boolean',
  });

export const oneOf = <Name extends string>(
  doc: string,
  names: readonly Name[],
  fallback: Name,
): Field<Name> =>
  field({
    doc,
    default: fallback,
    expected: names.length === 1 ? names[0]! : `one of ${names.join(', ')}`,
    parse: (text) => text,
    accepts: (value) => names.includes(value as Name),
  });

/** The path of a file or folder, as it was typed. */
export const path = (doc: string): Field<string> =>
  field({
    doc,
    default: '',
    expected: 'a path',
    parse: (text) => text,
    accepts: (value) => typeof value === 'string' && value !== '',
  });

/** Some characters in one string. */
export const characters = (doc: string): Field<string> =>
  field({
    doc,
    default: '',
    expected: 'one or more characters',
    parse: (text) => text,
    accepts: (value) => typeof value === 'string' && value !== '',
  });

/** Three positive shares whose sum is 1. */
export const fractions = (doc: string, fallback: number[]): Field<number[]> =>
  field({
    doc,
    default: fallback,
    expected: 'three positive numbers whose sum is 1, as in 0.8,0.1,0.1',
    parse: (text) => text.split(',').map(parseNumber),
    accepts: (value) =>
      Array.isArray(value) &&
      value.length === 3 &&
      value.every((share) => typeof share === 'number' && share > 0) &&
      Math.abs(value.reduce((sum, share) => sum + share, 0) - 1) < 1e-6,
  });

/** A value or `none`. */
export const optional = <Value>(inner: Field<Value>): Field<Value | null> =>
  field<Value | null>({
    doc: inner.doc,
    default: null,
    expected: `${inner.expected}, or none`,
    parse: (text) => (text === 'none' ? null : inner.parse(text)),
    accepts: (value) => value === null || inner.accepts(value),
  });
