import type { SamplingOptions } from './sampling.js';
import type { TextOptions } from './text.js';

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
