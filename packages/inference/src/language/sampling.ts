import { checkValue, type Generator, type Rule, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

/** Options of sampling the next token. */
export interface SamplingOptions {
  /** Temperature: logits are divided by it, above 0. Default: 1, the distribution that the model has learnt. */
  temperature?: number | undefined;
  /** Top-k sampling: only from the `k` likeliest tokens. Default: no limit. */
  topK?: number | undefined;
  /** Nucleus (top-p) sampling: only from the fewest likeliest tokens whose probabilities, after the temperature, sum to `p`. Default: no limit. */
  topP?: number | undefined;
  /** Min-p sampling: only from the tokens at least `p` times as likely as the likeliest. Default: no limit. */
  minP?: number | undefined;
  /** Greedy decoding: the likeliest token each time, without sampling. Default: false. */
  greedy?: boolean | undefined;
}

/**
 * A logits processor, which changes the distribution of the next token: logits in, new logits out, `-Infinity` for
 * excluded tokens. Samplers compose: one after the other.
 */
export type Sampler = (logits: Float32Array) => Float32Array;

/** Rule of the options `topP` and `minP`. */
const probabilityRule: Rule = {
  expected: 'a number above 0 and at most 1',
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
};

/** Sorts ids with finite logits, the likeliest first; of equal ones the lower id. */
export function rankedIds(logits: Float32Array): number[] {
  const ids: number[] = [];
  for (const [id, logit] of logits.entries()) if (logit > Number.NEGATIVE_INFINITY) ids.push(id);
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b);
}

/** Masks the logits of all but some ids with `-Infinity`. */
function maskAllBut(logits: Float32Array, ids: readonly number[]): Float32Array {
  const kept = new Float32Array(logits.length).fill(Number.NEGATIVE_INFINITY);
  for (const id of ids) kept[id] = logits[id]!;
  return kept;
}

/** Rule of the option `temperature`: a number whose reciprocal is above 0 and finite as a 32-bit float, too. */
const temperatureRule: Rule = {
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
 * @param value - The temperature, above 0.
 * @throws {InferenceError} For a temperature that is not above 0.
 */
export function temperature(value: number): Sampler {
  const scale = logitScale(value);
  return (logits) => logits.map((logit) => logit * scale);
}

/** The factor of logits at a temperature, as a 32-bit float. */
function logitScale(value: number): number {
  checkValue('temperature', value, temperatureRule, InferenceError);
  return Math.fround(1 / value);
}

/** Rule of the option `topK`. */
const topKRule = wholeNumber(1);

/**
 * Top-k sampling: keeps the `k` likeliest tokens; of equally likely ones those with the lower ids.
 *
 * @param k - The number of tokens to keep.
 * @throws {InferenceError} For a number below 1.
 */
export function topK(k: number): Sampler {
  checkValue('topK', k, topKRule, InferenceError);
  return (logits) => maskAllBut(logits, rankedIds(logits).slice(0, k));
}

/**
 * Nucleus (top-p) sampling: keeps the fewest tokens, the likeliest first, whose probabilities sum to `p` or more; of equally likely ones those
 * with the lower ids. The likeliest token is always kept.
 * Source: Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration".
 *
 * @param p - A probability above 0 and at most 1.
 * @throws {InferenceError} For a number that is not above 0 and at most 1.
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
 * Min-p sampling: keeps the tokens that are at least `p` times as likely as the likeliest one.
 * Source: Nguyen et al. (2024), "Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs".
 *
 * @param p - A probability above 0 and at most 1.
 * @throws {InferenceError} For a number that is not above 0 and at most 1.
 */
export function minP(p: number): Sampler {
  checkValue('minP', p, probabilityRule, InferenceError);
  return (logits) => {
    const threshold = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + Math.log(p);
    return logits.map((logit) => (logit >= threshold ? logit : Number.NEGATIVE_INFINITY));
  };
}

/** Every sampler with one number as its option, in the order of application. */
const samplers = { temperature, topK, topP, minP } satisfies Record<string, (value: number) => Sampler>;

/** Rules of those options. */
export const samplerRules: Readonly<Record<keyof typeof samplers, Rule>> = {
  temperature: temperatureRule,
  topK: topKRule,
  topP: probabilityRule,
  minP: probabilityRule,
};

/** Greedy decoding: the likeliest token (arg max); of equally likely ones the lowest id. */
export function greedy(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/**
 * Samples a token from the softmax of logits by the Gumbel-max trick: the arg max of logits plus Gumbel noise. It always
 * takes one draw for each token of the vocabulary, so that excluded tokens do not shift later draws.
 * Source: Gumbel (1954), "Statistical Theory of Extreme Values and Some Practical Applications".
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

/** Log-probabilities: the logarithm of the softmax of logits, in nats. */
export function logSoftmax(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}

/** Checked sampling options. */
export interface SamplingStrategy {
  greedy: boolean;
  /** The factor of logits. */
  scale: number;
  /** Samples from the logits of a step, for more than a temperature. */
  sample: ((logits: Float32Array, random: Generator) => number) | undefined;
}

const SAMPLER_NAMES = Object.keys(samplers) as (keyof typeof samplers)[];

/**
 * Makes a strategy of options.
 *
 * @throws {InferenceError} For incompatible options and invalid numbers.
 */
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
