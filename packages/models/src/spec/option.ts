import { closest, distance } from 'fastest-levenshtein';
import { SpecError } from './error.js';

/** One option of a layer: what it means, its default if it has one, and how a value is checked. */
export interface Option<Value, Default extends Value | undefined = Value | undefined> {
  readonly doc: string;
  readonly default: Default;
  /** What a value must be, as in "must be …". */
  readonly expected: string;
  accepts(value: unknown): value is Value;
}

export type Options = Record<string, Option<unknown>>;

/** The checked values of a set of options, every default filled in. */
export type Values<O extends Options> = {
  [K in keyof O]: O[K] extends Option<infer V, infer _> ? V : never;
};

/** Options that can be left out: those with a default, and those that may have no value. */
type Optional<O extends Options> = {
  [K in keyof O]: undefined extends O[K]['default'] ? (undefined extends Values<O>[K] ? K : never) : K;
}[keyof O];

/** What a user may write: options with a default can be left out. */
export type Written<O extends Options> = Omit<Values<O>, Optional<O>> & Partial<Pick<Values<O>, Optional<O>>>;

function option<V, D extends V | undefined>(
  doc: string,
  fallback: D,
  expected: string,
  accepts: (value: unknown) => boolean,
): Option<V, D> {
  return { doc, default: fallback, expected, accepts: accepts as Option<V, D>['accepts'] };
}

/** A whole number of at least 1. */
export function count<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(
    doc,
    fallback as D,
    'a whole number of at least 1',
    (v) => Number.isSafeInteger(v) && Number(v) >= 1,
  );
}

/** A rate in [0, 1). */
export function rate<D extends number | undefined = undefined>(doc: string, fallback?: D): Option<number, D> {
  return option(doc, fallback as D, 'a number from 0 up to, but not including, 1', (v) => {
    return typeof v === 'number' && v >= 0 && v < 1;
  });
}

/** A finite number above 0. */
export function positive<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(
    doc,
    fallback as D,
    'a number above 0',
    (v) => typeof v === 'number' && v > 0 && v < Number.POSITIVE_INFINITY,
  );
}

/** True or false. */
export function flag(doc: string, fallback: boolean): Option<boolean, boolean> {
  return option(doc, fallback, 'true or false', (v) => typeof v === 'boolean');
}

/** An option that may be left out and then has no value. */
export function optional<V>({ doc, expected, accepts }: Option<V>): Option<V | undefined, undefined> {
  return option(doc, undefined, expected, (value) => value === undefined || accepts(value));
}

/** The index of an earlier layer, from 0. */
export function layerIndex(doc: string): Option<number, undefined> {
  return option(
    doc,
    undefined,
    'the index of an earlier layer',
    (v) => Number.isSafeInteger(v) && Number(v) >= 0,
  );
}

/** Height and width, each a whole number of at least 1; one number stands for both. */
export function size<D extends Size | undefined = undefined>(doc: string, fallback?: D): Option<Size, D> {
  const isSize = (v: unknown) => Number.isSafeInteger(v) && Number(v) >= 1;
  return option(doc, fallback as D, 'a whole number of at least 1, or two of them', (v) => {
    return isSize(v) || (Array.isArray(v) && v.length === 2 && v.every(isSize));
  });
}

/** Height and width; one number stands for both. */
export type Size = number | readonly [height: number, width: number];

/** Some numbers above 0. */
export function weights(doc: string): Option<readonly number[], undefined> {
  return option(
    doc,
    undefined,
    'numbers above 0',
    (v) => Array.isArray(v) && v.every((n) => typeof n === 'number' && n > 0),
  );
}

/** One of some names. */
export function oneOf<const N extends string, const D extends N | undefined = undefined>(
  doc: string,
  names: readonly N[],
  fallback?: D,
): Option<N, D> {
  return option(doc, fallback as D, `one of ${names.join(', ')}`, (v) => names.includes(v as N));
}

/**
 * Checks written options and fills in defaults.
 *
 * @param where - What the options belong to, the subject of an error's sentence: `Layer 2 (dense)`.
 * @throws {@link SpecError} for an unknown key (with the nearest valid one), a missing or a bad value.
 */
export function parseOptions<O extends Options>(
  options: O,
  written: Record<string, unknown>,
  where: string,
): Values<O> {
  for (const key of Object.keys(written)) {
    if (!Object.hasOwn(options, key))
      throw new SpecError(`${where} has no option "${key}"${suggestion(key, Object.keys(options))}.`);
  }
  const values: Record<string, unknown> = {};
  for (const [key, { default: fallback, expected, accepts }] of Object.entries(options)) {
    const value = written[key] === undefined ? fallback : written[key];
    if (!accepts(value)) {
      throw new SpecError(`${where}: ${key} must be ${expected}, received ${shorten(value)}.`);
    }
    values[key] = value;
  }
  return values as Values<O>;
}

/** A received value for a message. */
function shorten(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON would call NaN and Infinity null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** `; the nearest is "units"`, or the list of names when none is near. */
export function suggestion(name: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const nearest = closest(name, names);
  return distance(name, nearest) <= Math.max(2, name.length / 3)
    ? `; the nearest is "${nearest}"`
    : `; expected one of ${names.join(', ')}`;
}
