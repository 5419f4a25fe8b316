import { suggestion } from '@rnnlab/shared';
import { TrainingError } from './error.js';

/** What the value of an option must be. */
export interface Rule {
  /** As in "must be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
}

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): Rule => ({
  expected: `a whole number ${most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`}`,
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
});

export const positive: Rule = {
  expected: 'a number above 0',
  accepts: (value) => Number.isFinite(value) && Number(value) > 0,
};

export const oneOf = (names: readonly string[]): Rule => ({
  expected: `one of ${names.join(', ')}`,
  accepts: (value) => names.includes(value as string),
});

/** Takes what another part checks. */
export const anything: Rule = { expected: 'anything', accepts: () => true };

/**
 * Checks options; one that is undefined counts as left out.
 *
 * @param where - What they belong to, the subject of an error's sentence: `fit`.
 * @param required - Those that may not be left out.
 * @throws TrainingError for an unknown option, with the nearest valid one, a bad value, or one that is missing.
 */
export function checkOptions(
  where: string,
  options: object,
  rules: Record<string, Rule>,
  required: readonly string[] = [],
): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name)) {
      throw new TrainingError(`${where} has no option "${name}"${suggestion(name, Object.keys(rules))}.`);
    }
    const { expected, accepts } = rules[name]!;
    if (value !== undefined && !accepts(value)) {
      throw new TrainingError(`${where}: ${name} must be ${expected}, received ${shorten(value)}.`);
    }
  }
  for (const name of required) {
    if ((options as Record<string, unknown>)[name] !== undefined) continue;
    throw new TrainingError(`${where} needs ${name}: ${rules[name]!.expected}.`);
  }
}

/** A value for a sentence. */
export const shorten = (value: unknown): string =>
  (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))).slice(0, 60);
