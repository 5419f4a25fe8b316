import {
  checkOptions,
  flag as flagRule,
  isWholeNumber,
  oneOf as oneOfRule,
  positive as positiveRule,
  type Rule,
  rate as rateRule,
  wholeNumber,
} from '@rnnlab/shared';
import { SpecError } from './error.js';

/** One option of a layer: what it means, its default if it has one, and how a value is checked. */
export interface Option<Value, Default extends Value | undefined = Value | undefined> extends Rule {
  readonly doc: string;
  readonly default: Default;
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
  { expected, accepts }: Rule,
): Option<V, D> {
  return { doc, default: fallback, expected, accepts: accepts as Option<V, D>['accepts'] };
}

const aCount = wholeNumber(1);

/** A whole number of at least 1. */
export function count<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(doc, fallback as D, aCount);
}

/** A rate in [0, 1). */
export function rate<D extends number | undefined = undefined>(doc: string, fallback?: D): Option<number, D> {
  return option(doc, fallback as D, rateRule);
}

/** A finite number above 0. */
export function positive<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(doc, fallback as D, positiveRule);
}

/** True or false. */
export function flag(doc: string, fallback: boolean): Option<boolean, boolean> {
  return option(doc, fallback, flagRule);
}

/** An option that may be left out and then has no value. */
export function optional<V>({ doc, expected, accepts }: Option<V>): Option<V | undefined, undefined> {
  return option(doc, undefined, {
    expected,
    accepts: (value) => value === undefined || accepts(value),
  });
}

/** The index of an earlier layer, from 0. */
export function layerIndex(doc: string): Option<number, undefined> {
  return option(doc, undefined, {
    expected: 'the index of an earlier layer',
    accepts: (value) => isWholeNumber(value),
  });
}

/** Height and width, each a whole number of at least 1; one number stands for both. */
export function size<D extends Size | undefined = undefined>(doc: string, fallback?: D): Option<Size, D> {
  return option(doc, fallback as D, {
    expected: 'a whole number of at least 1, or two of them',
    accepts: (value) =>
      aCount.accepts(value) || (Array.isArray(value) && value.length === 2 && value.every(aCount.accepts)),
  });
}

/** Height and width; one number stands for both. */
export type Size = number | readonly [height: number, width: number];

/** Some numbers above 0. */
export function weights(doc: string): Option<readonly number[], undefined> {
  return option(doc, undefined, {
    expected: 'numbers above 0',
    accepts: (value) => Array.isArray(value) && value.every((n) => typeof n === 'number' && n > 0),
  });
}

/** One of some names. */
export function oneOf<const N extends string, const D extends N | undefined = undefined>(
  doc: string,
  names: readonly N[],
  fallback?: D,
): Option<N, D> {
  return option(doc, fallback as D, oneOfRule(names));
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
  const names = Object.keys(options);
  const required = names.filter((name) => {
    const { default: fallback, accepts } = options[name]!;
    return fallback === undefined && !accepts(undefined);
  });
  checkOptions(where, written, options, SpecError, required);
  return Object.fromEntries(
    names.map((name) => [name, written[name] === undefined ? options[name]!.default : written[name]]),
  ) as Values<O>;
}
