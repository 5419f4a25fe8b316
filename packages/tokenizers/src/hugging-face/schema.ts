import { unsupported } from '../errors.js';
import { isObject, own } from './tokenizer-json.js';

/**
 * A validator of a JSON value: throws a `TokenizerFormatError` with its path when it is invalid.
 *
 * @param depth - Nesting depth in components.
 */
export type Check = (value: unknown, path: string, depth: number) => void;

/** The maximum depth of nested components; real files need two. A hostile one could use up the stack. */
const MAX_DEPTH = 8;

export const flag: Check = (value, path) => {
  if (typeof value !== 'boolean') throw unsupported(path, 'true or false', value);
};

/** A string of at most `most` UTF-16 units. */
export const text =
  (most: number): Check =>
  (value, path) => {
    if (typeof value !== 'string') throw unsupported(path, 'a string', value);
    if (value.length > most) throw unsupported(path, `a string of at most ${most} characters`, value);
  };

export const whole =
  (least: number, most: number): Check =>
  (value, path) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
      throw unsupported(path, `an integer from ${least} to ${most}`, value);
    }
  };

export const oneOf =
  (...values: unknown[]): Check =>
  (value, path) => {
    if (values.includes(value)) return;
    throw unsupported(path, values.map((one) => JSON.stringify(one)).join(' or '), value);
  };

/** A value that passes a check, or null. */
const orNull =
  (check: Check): Check =>
  (value, path, depth) => {
    if (value !== null) check(value, path, depth);
  };

/** A value that passes a check, or a missing one, or null: files omit defaults, or write null. */
export const optional =
  (check: Check): Check =>
  (value, path, depth) => {
    if (value !== undefined) orNull(check)(value, path, depth);
  };

export const list =
  (check: Check, most: number): Check =>
  (value, path, depth) => {
    if (!Array.isArray(value)) throw unsupported(path, 'an array', value);
    if (value.length > most) throw unsupported(path, `an array of at most ${most}`, value);
    for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, depth);
  };

export const pair =
  (first: Check, second: Check): Check =>
  (value, path, depth) => {
    if (!Array.isArray(value) || value.length !== 2) throw unsupported(path, 'an array of 2', value);
    first(value[0], `${path}[0]`, depth);
    second(value[1], `${path}[1]`, depth);
  };

/** An object with these fields and no others: an unknown field could change the meaning of the rest. */
export const fields =
  (known: Record<string, Check>): Check =>
  (value, path, depth) => {
    if (!isObject(value)) throw unsupported(path, 'an object', value);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(known, key)) throw unsupported(join(path, key), 'nothing', value[key]);
    }
    for (const [key, check] of Object.entries(known)) check(own(value, key), join(path, key), depth);
  };

/** One of several components by its `type`, each with its fields. */
export const component =
  (kinds: () => Record<string, Record<string, Check>>): Check =>
  (value, path, depth) => {
    if (depth > MAX_DEPTH) throw unsupported(path, `at most ${MAX_DEPTH} components in each other`, value);
    if (!isObject(value)) throw unsupported(path, 'an object', value);
    const known = kinds();
    const type = own(value, 'type');
    if (typeof type !== 'string' || !Object.hasOwn(known, type)) {
      throw unsupported(`${path}.type`, `one of ${Object.keys(known).join(', ')}`, type);
    }
    fields({ ...known[type], type: () => {} })(value, path, depth + 1);
  };

/** Joins a JSON path and a key, which is truncated: that of a hostile file may be long. */
export function join(path: string, key: string): string {
  const short = key.length > 40 ? `${key.slice(0, 39)}…` : key;
  const name = /^\w+…?$/.test(short) ? short : JSON.stringify(short);
  return path === '' ? name : `${path}.${name}`;
}
