import { shown } from './format.js';
import { suggestion } from './suggestions.js';

/** A check of the value of an option. */
export interface Rule {
  /** The rest of the sentence "must be …". */
  readonly expected: string;
  /** Checks a value. */
  accepts(value: unknown): boolean;
  /** A sentence that says more of a value that is not accepted than what it must be. Default: none. */
  explain?(value: unknown): string | undefined;
}

/** The error class of the package that checks; where one option is at fault it receives the name: `{ option }`. */
export type MakeError = new (sentence: string, about?: object) => Error;

/** Checks for an integer from `min` to `max`. */
export const isWholeNumber = (value: unknown, min = 0, max = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

/** An integer from `min` to `max`. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER): Rule => ({
  expected: `a whole number ${max < Number.MAX_SAFE_INTEGER ? `from ${min} to ${max}` : `of at least ${min}`}`,
  accepts: (value) => isWholeNumber(value, min, max),
});

/** A finite number above 0. */
export const positive: Rule = {
  expected: 'a number above 0',
  accepts: (value) => Number.isFinite(value) && (value as number) > 0,
};

/** A fraction such as a dropout rate: from 0 up to, but not including, 1. */
export const rate: Rule = {
  expected: 'a number from 0 up to, but not including, 1',
  accepts: (value) => typeof value === 'number' && value >= 0 && value < 1,
};

/** A boolean. */
export const flag: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

/** A function. */
export const aFunction: Rule = { expected: 'a function', accepts: (value) => typeof value === 'function' };

/** A string, also an empty one. */
export const aString: Rule = { expected: 'a string', accepts: (value) => typeof value === 'string' };

/** A path: a string that is not empty. */
export const aPath: Rule = {
  expected: 'a path',
  accepts: (value) => typeof value === 'string' && value !== '',
};

/** An array of strings, also an empty one. */
export const aListOfStrings: Rule = {
  expected: 'a list of strings',
  accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

/** An `AbortSignal`. */
export const aSignal: Rule = {
  expected: 'an AbortSignal',
  accepts: (value) => value instanceof AbortSignal,
};

/** One of some values, by identity. */
export const oneOf = (names: readonly unknown[]): Rule => ({
  expected: names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`,
  accepts: (value) => names.includes(value),
});

/** Any value: another part checks it. */
export const anything: Rule = { expected: 'anything', accepts: () => true };

/** The seed of a generator. */
export const seed = wholeNumber(0, 2 ** 32 - 1);

/**
 * Checks an object of options; one that is undefined counts as missing.
 *
 * @param where - The function they belong to, the subject of an error's sentence: `fit`.
 * @param options - The options as they were received.
 * @param rules - The rule of each option; a list of names where only those are checked.
 * @param Wrong - The error class of the package that checks.
 * @param required - Names of the options that may not be missing.
 * @throws `Wrong` when they are no object, for an unknown option (with the nearest name), an invalid value, and a missing
 *   required option.
 */
export function checkOptions(
  where: string,
  options: unknown,
  rules: Readonly<Record<string, Rule>> | readonly string[],
  Wrong: MakeError,
  required: readonly string[] = [],
): void {
  const names = Array.isArray(rules) ? rules : Object.keys(rules);
  const ruleOf = (name: string): Rule =>
    Array.isArray(rules) ? anything : (rules as Record<string, Rule>)[name]!;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Wrong(`${where} takes an object of options (${names.join(', ')}), received ${shown(options)}.`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name))
      throw new Wrong(`${where} has no option ${shown(name)}${suggestion(name, names)}.`);
    const rule = ruleOf(name);
    if (value !== undefined && !rule.accepts(value)) {
      const sentence = rule.explain?.(value) ?? `${name} must be ${rule.expected}, received ${shown(value)}.`;
      throw new Wrong(`${where}: ${sentence}`, { option: name });
    }
  }
  for (const name of required) {
    if ((options as Record<string, unknown>)[name] !== undefined) continue;
    throw new Wrong(`${where} needs ${name}: ${ruleOf(name).expected}.`);
  }
}

/**
 * Checks one value.
 *
 * @param what - The subject of an error's sentence: `The batch size`.
 * @param value - The value as it was received.
 * @param rule - The rule it must keep.
 * @param Wrong - The error class of the package that checks.
 * @param about - Further information for the error: the option at fault.
 * @throws `Wrong` when the value is invalid.
 */
export function checkValue(
  what: string,
  value: unknown,
  rule: Rule,
  Wrong: MakeError,
  about: { option?: string } = {},
): void {
  if (rule.accepts(value)) return;
  throw new Wrong(`${what} must be ${rule.expected}, received ${shown(value)}.`, about);
}
