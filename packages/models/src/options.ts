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
import { SpecError } from './errors.js';

/** An option of a layer: its documentation, its default if it has one, and the check of a value. */
export interface Option<Value, Default extends Value | undefined = Value | undefined> extends Rule {
  /** Its description, one sentence. */
  readonly doc: string;
  readonly default: Default;
  /** Whether a value is valid. */
  accepts(value: unknown): value is Value;
}

/** Options by name. */
export type Options = Record<string, Option<unknown>>;

/** The checked values of a set of options, every default filled in. */
export type Values<O extends Options> = {
  [K in keyof O]: O[K] extends Option<infer V, infer _> ? V : never;
};

/** Names of the options that are not required: those with a default, and optional ones. */
type Optional<O extends Options> = {
  [K in keyof O]: undefined extends O[K]['default'] ? (undefined extends Values<O>[K] ? K : never) : K;
}[keyof O];

/** The options as a user writes them: those with a default are optional. */
export type Written<O extends Options> = Omit<Values<O>, Optional<O>> & Partial<Pick<Values<O>, Optional<O>>>;

function option<V, D extends V | undefined>(
  doc: string,
  fallback: D,
  { expected, accepts }: Rule,
): Option<V, D> {
  return { doc, default: fallback, expected, accepts: accepts as Option<V, D>['accepts'] };
}

const countRule = wholeNumber(1);

/** Defines an option: a whole number of at least 1. */
export function count<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(doc, fallback as D, countRule);
}

/** Defines an option: a rate in [0, 1). */
export function rate<D extends number | undefined = undefined>(doc: string, fallback?: D): Option<number, D> {
  return option(doc, fallback as D, rateRule);
}

/** Defines an option: a finite number above 0. */
export function positive<D extends number | undefined = undefined>(
  doc: string,
  fallback?: D,
): Option<number, D> {
  return option(doc, fallback as D, positiveRule);
}

/** Defines an option: true or false. */
export function flag(doc: string, fallback: boolean): Option<boolean, boolean> {
  return option(doc, fallback, flagRule);
}

/** Makes an option optional, without a default. */
export function optional<V>({ doc, expected, accepts }: Option<V>): Option<V | undefined, undefined> {
  return option(doc, undefined, {
    expected,
    accepts: (value) => value === undefined || accepts(value),
  });
}

/** Defines an option: the index of a previous layer, from 0. */
export function layerIndex(doc: string): Option<number, undefined> {
  return option(doc, undefined, {
    expected: 'the index of an earlier layer',
    accepts: (value) => isWholeNumber(value),
  });
}

/** Defines an option: height and width, whole numbers of at least 1; one number is used for both. */
export function size<D extends Size | undefined = undefined>(doc: string, fallback?: D): Option<Size, D> {
  return option(doc, fallback as D, {
    expected: 'a whole number of at least 1, or two of them',
    accepts: (value) =>
      countRule.accepts(value) ||
      (Array.isArray(value) && value.length === 2 && value.every(countRule.accepts)),
  });
}

/** Height and width; one number is used for both. */
export type Size = number | readonly [height: number, width: number];

/** Defines an option: a list of numbers above 0. */
export function weights(doc: string): Option<readonly number[], undefined> {
  return option(doc, undefined, {
    expected: 'numbers above 0',
    accepts: (value) => Array.isArray(value) && value.every((n) => typeof n === 'number' && n > 0),
  });
}

/** Defines an option: one of some names. */
export function oneOf<const N extends string, const D extends N | undefined = undefined>(
  doc: string,
  names: readonly N[],
  fallback?: D,
): Option<N, D> {
  return option(doc, fallback as D, oneOfRule(names));
}

/**
 * Checks options as a user wrote them and fills in defaults.
 *
 * @param options - The definitions of the options.
 * @param written - The options as written.
 * @param where - The owner of the options, the subject of an error's sentence: `Layer 2 (dense)`.
 * @throws {SpecError} For an unknown key (with the nearest valid one), a missing or a bad value.
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
