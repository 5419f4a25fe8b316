import { shown } from './format.js';
import { suggestion } from './suggestions.js';

/** What the value of an option must be. */
export interface Rule {
  /** As in "must be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
}

/** Makes the error of the package that checks; where one option is at fault, it is told the name: `{ option }`. */
export type MakeError = new (sentence: string, about?: object) => Error;

export const isWholeNumber = (value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): Rule => ({
  expected: `a whole number ${most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`}`,
  accepts: (value) => isWholeNumber(value, least, most),
});

export const positive: Rule = {
  expected: 'a number above 0',
  accepts: (value) => Number.isFinite(value) && (value as number) > 0,
};

/** A share of something: from 0 up to, but not including, 1. */
export const rate: Rule = {
  expected: 'a number from 0 up to, but not including, 1',
  accepts: (value) => typeof value === 'number' && value >= 0 && value < 1,
};

export const flag: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

export const aFunction: Rule = { expected: 'a function', accepts: (value) => typeof value === 'function' };

export const aString: Rule = { expected: 'a string', accepts: (value) => typeof value === 'string' };

export const aPath: Rule = {
  expected: 'a path',
  accepts: (value) => typeof value === 'string' && value !== '',
};

export const aListOfStrings: Rule = {
  expected: 'a list of strings',
  accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

export const aSignal: Rule = {
  expected: 'an AbortSignal',
  accepts: (value) => value instanceof AbortSignal,
};

export const oneOf = (names: readonly unknown[]): Rule => ({
  expected: names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`,
  accepts: (value) => names.includes(value),
});

/** Takes what another part checks. */
export const anything: Rule = { expected: 'anything', accepts: () => true };

/** The seed of a generator. */
export const seed = wholeNumber(0, 2 ** 32 - 1);

/**
 * Checks options; one that is undefined counts as left out.
 *
 * @param where - What they belong to, the subject of an error's sentence: `fit`.
 * @param rules - What there is, and what each must be; a list of names where only those are checked.
 * @param required - Those that may not be left out.
 * @throws `Wrong` if they are no object, for an option that there is not, with the nearest one, for a value that cannot
 *   be, and for one that is missing.
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
    const { expected, accepts } = ruleOf(name);
    if (value !== undefined && !accepts(value)) {
      throw new Wrong(`${where}: ${name} must be ${expected}, received ${shown(value)}.`, { option: name });
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
 * @param about - What else the error is told: the option at fault.
 * @throws `Wrong` if it cannot be
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
