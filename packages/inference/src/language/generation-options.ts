import { anything, checkOptions, flag, type Rule, seed, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { BeamSearchOptions } from './beam-search.js';
import { type SamplingOptions, samplerRules as sampling } from './sampling.js';

/** How a text begins and where it ends. */
export interface TextOptions {
  /** What the text begins with; it is not a part of what is generated. Nothing by default. */
  prime?: string | undefined;
  /** What the text is to be, one of the model's `conditions`. */
  condition?: string | undefined;
  /** Tokens to generate at most; 1,000 by default. A model of texts that end may end one before. */
  maxTokens?: number | undefined;
  /** Ends the work: the call throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface GenerateOptions extends SamplingOptions, TextOptions {
  /** Strings before the first of which a text ends. */
  stop?: string | readonly string[] | undefined;
  /** A whole number from 0 to 2³² - 1: the same seed gives the same text. Any number by default. */
  seed?: number | undefined;
}

export interface GenerateManyOptions extends Omit<GenerateOptions, 'prime'> {
  /** How many texts; 1 by default, or one for each of `primes`. */
  n?: number | undefined;
  /** What every text begins with, or each of `n` texts. */
  prime?: string | readonly string[] | undefined;
}

export interface BeamOptions extends TextOptions {
  /** How many hypotheses are kept at each step; 5 by default. */
  width?: number | undefined;
  /** How many texts to give; 1 by default, `width` at most. */
  n?: number | undefined;
  /** Texts are compared by their log-probability over their length to this power; 0 by default. */
  lengthPenalty?: number | undefined;
}

/** A text that a beam search found. */
export interface BeamResult {
  text: string;
  /** Tokens, the end symbol included. */
  tokens: number;
  /** Of the text after its prime, in nats. */
  logProbability: number;
}

/** @throws InferenceError for more texts than the beam is wide */
export function beamSearchOptions({
  width = 5,
  n = 1,
  maxTokens = 1000,
  lengthPenalty = 0,
}: BeamOptions): Omit<BeamSearchOptions, 'signal'> & { n: number } {
  if (n > width) {
    throw new InferenceError(`A beam search of width ${width} gives at most as many texts, received n ${n}.`);
  }
  return { width, n, maxTokens, lengthPenalty };
}

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
export const checkMethodOptions = (method: keyof typeof methods, options: unknown): void =>
  checkOptions(method, options, methods[method], InferenceError);
