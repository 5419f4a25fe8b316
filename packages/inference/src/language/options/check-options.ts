import { anything, checkOptions, flag, type Rule, seed, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import { rules as sampling } from '../samplers/index.js';
import type { BeamOptions } from './beam.js';
import type { GenerateManyOptions, GenerateOptions } from './generate.js';
import type { TextOptions } from './text.js';

type Rules<Options> = Readonly<Record<keyof Options, Rule>>;

const isString = (value: unknown): boolean => typeof value === 'string';
const string: Rule = { expected: 'a string', accepts: isString };
const strings: Rule = {
  expected: 'a string, or several',
  accepts: (value) => isString(value) || (Array.isArray(value) && value.length > 0 && value.every(isString)),
};
const stop: Rule = {
  expected: 'a string of at least one character, or several',
  accepts: (value) => [value].flat().every((one) => typeof one === 'string' && one !== ''),
};
const atLeast0: Rule = {
  expected: 'a number of at least 0',
  accepts: (value) => Number.isFinite(value) && (value as number) >= 0,
};

const text: Rules<TextOptions> = {
  prime: string,
  condition: string,
  maxTokens: wholeNumber(1),
  signal: anything,
};
const generate: Rules<GenerateOptions> = { ...text, ...sampling, greedy: flag, stop, seed };
const generateMany: Rules<GenerateManyOptions> = { ...generate, prime: strings, n: wholeNumber(1) };
const beam: Rules<BeamOptions> = {
  ...text,
  width: wholeNumber(1),
  n: wholeNumber(1),
  lengthPenalty: atLeast0,
};
const score: Rules<Pick<TextOptions, 'condition'>> = { condition: string };

const methods = { generate, generateMany, beam, score };

/**
 * Checks the options of a method before anything is run.
 *
 * @throws InferenceError for one that there is not, with the nearest, and for a value that cannot be
 */
export const checkMethod = (method: keyof typeof methods, options: unknown): void =>
  checkOptions(method, options, methods[method], InferenceError);
