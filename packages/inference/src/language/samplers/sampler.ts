import type { Rule } from '@rnnlab/shared';

/**
 * What changes the distribution of the next token: logits in, new logits out, `-Infinity` for what is excluded.
 * Samplers compose: one after the other.
 */
export type Sampler = (logits: Float32Array) => Float32Array;

/** What the options `topP` and `minP` must be. */
export const probability: Rule = {
  expected: 'a number above 0 and at most 1',
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
};

/** Ids with finite logits, the likeliest first; of equal ones the lower id. */
export function ranked(logits: Float32Array): number[] {
  const ids: number[] = [];
  for (const [id, logit] of logits.entries()) if (logit > Number.NEGATIVE_INFINITY) ids.push(id);
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b);
}

/** The logits of some ids; everything else is excluded. */
export function only(logits: Float32Array, ids: readonly number[]): Float32Array {
  const kept = new Float32Array(logits.length).fill(Number.NEGATIVE_INFINITY);
  for (const id of ids) kept[id] = logits[id]!;
  return kept;
}
