import { anything, checkOptions, flag, type Rule, seed, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import { type SamplingOptions, samplerRules as sampling } from './sampling.js';

/** Prompt and length of a generated text. */
export interface TextOptions {
  /** The prompt (prefix) of the text, which is not a part of the result. Default: empty. */
  prompt?: string | undefined;
  /** The label to condition on, one of the model's `conditions`. */
  condition?: string | undefined;
  /** The maximum number of tokens to generate; an end symbol may come before. Default: 1,000. */
  maxTokens?: number | undefined;
  /** Aborts the call, which then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Options of generating a text. */
export interface GenerateOptions extends SamplingOptions, TextOptions {
  /** Stop strings: a text ends before the first of them. Default: none. */
  stop?: string | readonly string[] | undefined;
  /** The seed of sampling, from 0 to 2³² - 1: the same seed gives the same text. Default: a random one. */
  seed?: number | undefined;
}

/** Options of generating a batch of texts. */
export interface GenerateManyOptions extends Omit<GenerateOptions, 'prompt'> {
  /** The number of texts. Default: 1, or one for each prompt of an array `prompt`. */
  n?: number | undefined;
  /** The prompt of all texts, or one for each of `n` texts. */
  prompt?: string | readonly string[] | undefined;
}

/** Options of a beam search. */
export interface BeamOptions extends TextOptions {
  /** Beam width: the number of hypotheses kept at each step. Default: 5. */
  width?: number | undefined;
  /** The number of texts to return, at most `width`. Default: 1. */
  n?: number | undefined;
  /** Length normalization: texts are ranked by log-probability / tokens^`lengthPenalty`. Default: 0. */
  lengthPenalty?: number | undefined;
}

/** A result of a beam search. */
export interface BeamResult {
  /** The text, without prompt and end symbol. */
  text: string;
  /** Number of tokens, the end symbol included. */
  tokens: number;
  /** Log-probability of the text after its prompt, in nats. */
  logProbability: number;
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
  prompt: string,
  condition: string,
  maxTokens: wholeNumber(1),
  signal: anything,
};
const generate: Rules<GenerateOptions> = { ...text, ...sampling, greedy: flag, stop, seed };
const generateMany: Rules<GenerateManyOptions> = { ...generate, prompt: strings, n: wholeNumber(1) };
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
 * @throws {InferenceError} For an unknown option, with the nearest name, and for an invalid value.
 */
export const checkMethodOptions = (method: keyof typeof methods, options: unknown): void =>
  checkOptions(method, options, methods[method], InferenceError);
