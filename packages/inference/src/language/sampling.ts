import { checkValue, type Generator, type Rule, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

/** How the next token is chosen. */
export interface SamplingOptions {
  /** What logits are divided by, above 0; 1 by default, which is what the model has learnt. */
  temperature?: number | undefined;
  /** Draw from so many of the likeliest tokens only. */
  topK?: number | undefined;
  /** Draw from the fewest likeliest tokens only whose probabilities, after the temperature, sum to this. */
  topP?: number | undefined;
  /** Draw from the tokens only that are at least so many times as likely as the likeliest. */
  minP?: number | undefined;
  /** The likeliest token each time, without a draw. */
  greedy?: boolean | undefined;
}

/**
 * What changes the distribution of the next token: logits in, new logits out, `-Infinity` for what is excluded.
 * Samplers compose: one after the other.
 */
export type Sampler = (logits: Float32Array) => Float32Array;

/** What the options `topP` and `minP` must be. */
export const probabilityRule: Rule = {
  expected: 'a number above 0 and at most 1',
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
};

/** Ids with finite logits, the likeliest first; of equal ones the lower id. */
export function rankedIds(logits: Float32Array): number[] {
  const ids: number[] = [];
  for (const [id, logit] of logits.entries()) if (logit > Number.NEGATIVE_INFINITY) ids.push(id);
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b);
}

/** The logits of some ids; everything else is excluded. */
export function maskAllBut(logits: Float32Array, ids: readonly number[]): Float32Array {
  const kept = new Float32Array(logits.length).fill(Number.NEGATIVE_INFINITY);
  for (const id of ids) kept[id] = logits[id]!;
  return kept;
}

/** What the option `temperature` must be: a number whose reciprocal is above 0 and finite as a 32-bit float, too. */
export const temperatureRule: Rule = {
  expected: 'a number above 0 (for the likeliest token each time there is greedy)',
  accepts(value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    const scale = Math.fround(1 / value);
    return scale > 0 && Number.isFinite(scale);
  },
};

/**
 * Divides logits by a temperature: probabilities become p^(1 / temperature), normalized. Below 1 likely tokens get
 * likelier, above 1 all come closer to each other.
 *
 * @throws InferenceError for a temperature that is not above 0
 */
export function temperature(value: number): Sampler {
  const scale = logitScale(value);
  return (logits) => logits.map((logit) => logit * scale);
}

/** What logits are multiplied by, as a 32-bit float. */
export function logitScale(value: number): number {
  checkValue('temperature', value, temperatureRule, InferenceError);
  return Math.fround(1 / value);
}

/** What the option `topK` must be. */
export const topKRule = wholeNumber(1);

/**
 * Keeps the `k` likeliest tokens; of equally likely ones those with the lower ids.
 *
 * @throws InferenceError for a number below 1
 */
export function topK(k: number): Sampler {
  checkValue('topK', k, topKRule, InferenceError);
  return (logits) => maskAllBut(logits, rankedIds(logits).slice(0, k));
}

/**
 * Keeps the fewest tokens, the likeliest first, whose probabilities sum to `p` or more; of equally likely ones those
 * with the lower ids. The likeliest token is always kept.
 * Source: A. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020.
 *
 * @throws InferenceError for a number that is not above 0 and at most 1
 */
export function topP(p: number): Sampler {
  checkValue('topP', p, probabilityRule, InferenceError);
  return (logits) => {
    if (p === 1) return logits;
    const order = rankedIds(logits);
    const weights = order.map((id) => Math.exp(logits[id]! - logits[order[0]!]!));
    const enough = p * weights.reduce((sum, weight) => sum + weight, 0);
    let count = 0;
    for (let sum = 0; sum < enough && count < order.length; count++) sum += weights[count]!;
    return maskAllBut(logits, order.slice(0, count));
  };
}

/**
 * Keeps the tokens that are at least `p` times as likely as the likeliest one.
 * Source: N. N. Minh et al., Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs, 2024.
 *
 * @throws InferenceError for a number that is not above 0 and at most 1
 */
export function minP(p: number): Sampler {
  checkValue('minP', p, probabilityRule, InferenceError);
  return (logits) => {
    const least = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + Math.log(p);
    return logits.map((logit) => (logit >= least ? logit : Number.NEGATIVE_INFINITY));
  };
}

/** Every sampler that is made of one number, in the order in which they are applied. */
export const samplers = { temperature, topK, topP, minP } satisfies Record<
  string,
  (value: number) => Sampler
>;

/** What those numbers must be. */
export const samplerRules: Readonly<Record<keyof typeof samplers, Rule>> = {
  temperature: temperatureRule,
  topK: topKRule,
  topP: probabilityRule,
  minP: probabilityRule,
};

/** The likeliest token; of equally likely ones the lowest id. */
export function greedy(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/**
 * Draws a token from the softmax of logits: the largest of logits plus Gumbel noise (E. J. Gumbel, 1954). It always
 * takes one draw for each token of the vocabulary, so that what is excluded does not shift the draws that follow.
 */
export function draw(logits: Float32Array, random: Generator): number {
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    // As a 32-bit float, which is what the graph computes.
    const score = Math.fround(logits[id]! + random.gumbel());
    if (best < 0 || score > largest) {
      best = id;
      largest = score;
    }
  }
  return best;
}

/** The logarithms of the softmax of logits, in nats. */
export function logSoftmax(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}

/** How to choose tokens, checked. */
export interface SamplingStrategy {
  greedy: boolean;
  /** What logits are multiplied by. */
  scale: number;
  /** Chooses from the logits of a step, where more than the scale decides. */
  sample: ((logits: Float32Array, random: Generator) => number) | undefined;
}

const SAMPLER_NAMES = Object.keys(samplers) as (keyof typeof samplers)[];

/** @throws InferenceError for options that do not go together, and numbers that cannot be */
export function samplingStrategy(options: SamplingOptions): SamplingStrategy {
  const given = SAMPLER_NAMES.filter((name) => options[name] !== undefined);
  const chain = given.map((name) => samplers[name](options[name]!));
  if (options.greedy === true) {
    if (given.length === 0) return { greedy: true, scale: 1, sample: undefined };
    throw new InferenceError(
      `greedy takes the likeliest token and draws nothing, so ${given[0]} does not go with it.`,
    );
  }
  const scale = options.temperature === undefined ? 1 : logitScale(options.temperature);
  if (given.every((name) => name === 'temperature')) return { greedy: false, scale, sample: undefined };
  return {
    greedy: false,
    scale,
    sample: (logits, random) =>
      draw(
        chain.reduce((changed, sampler) => sampler(changed), logits),
        random,
      ),
  };
}
