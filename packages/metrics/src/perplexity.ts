import { type LossBatch, meanLoss } from './mean-loss.js';
import type { Metric } from './metric.js';

/**
 * The perplexity of a language model: e to the mean cross-entropy per token. A model that guesses evenly among
 * n tokens has perplexity n. NaN before anything counted.
 *
 * `update` takes cross-entropies in nats (natural logarithm), with weights as in `meanLoss`.
 *
 * @example
 * const metric = perplexity();
 * metric.update(Math.log(8), 100); // mean nats per token, number of tokens
 * metric.compute(); // 8, up to rounding
 */
export function perplexity(): Metric<LossBatch, number> {
  const { update, compute, reset } = meanLoss();
  return { update, reset, compute: () => Math.exp(compute()) };
}
