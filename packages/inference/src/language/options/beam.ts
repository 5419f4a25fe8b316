import { InferenceError } from '../../error.js';
import type { BeamLimits } from '../beam.js';
import type { TextOptions } from './text.js';

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
export function beamLimits({
  width = 5,
  n = 1,
  maxTokens = 1000,
  lengthPenalty = 0,
}: BeamOptions): Omit<BeamLimits, 'signal'> & { n: number } {
  if (n > width) {
    throw new InferenceError(`A beam search of width ${width} gives at most as many texts, received n ${n}.`);
  }
  return { width, n, maxTokens, lengthPenalty };
}
