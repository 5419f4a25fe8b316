import type { Generator } from '@rnnlab/shared';

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
