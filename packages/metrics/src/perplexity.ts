import { type Metric, requireLength } from './metric.js';

/**
 * One loss, or one per position; and its weight, or one weight per position. Default: weight 1. Give a mean over a
 * batch the number of positions it was taken over as its weight. A mask is a list of weights 0 and 1.
 */
export type LossBatch = [loss: number | ArrayLike<number>, weight?: number | ArrayLike<number>];

/**
 * The weighted mean of losses, in float64 with compensated summation; NaN before anything of weight above 0.
 * A loss of weight 0 never counts, even if it is NaN; any other NaN makes the mean NaN, so that a diverged
 * training shows.
 *
 * `update` throws a RangeError when the lists differ in length, or a weight is negative or not finite.
 *
 * @example
 * const metric = meanLoss();
 * metric.update(0.5, 128); // the mean loss of a batch of 128
 * metric.update(0.8, 64);
 * metric.compute(); // 0.6
 */
export function meanLoss(): Metric<LossBatch, number> {
  const losses = compensatedSum();
  const weights = compensatedSum();
  return {
    update(loss, weight = 1) {
      const values = typeof loss === 'number' ? [loss] : loss;
      if (typeof weight !== 'number') requireLength('meanLoss', 'weight', weight, values.length);
      const weightAt = typeof weight === 'number' ? () => weight : (i: number) => weight[i]!;
      for (let i = 0; i < values.length; i++) {
        if (!(weightAt(i) >= 0 && weightAt(i) < Number.POSITIVE_INFINITY)) {
          const name = typeof weight === 'number' ? 'weight' : `weight[${i}]`;
          throw new RangeError(
            `meanLoss: ${name} is ${weightAt(i)}; expected a finite number of at least 0.`,
          );
        }
      }
      for (let i = 0; i < values.length; i++) {
        if (weightAt(i) === 0) continue;
        losses.add(values[i]! * weightAt(i));
        weights.add(weightAt(i));
      }
    },
    compute: () => losses.value() / weights.value(),
    reset() {
      losses.reset();
      weights.reset();
    },
  };
}

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

/**
 * Bits per character (BPC) of a language model: the mean cross-entropy with logarithm to base 2. NaN before
 * anything counted.
 *
 * `update` takes cross-entropies in nats (natural logarithm) per character, with weights as in `meanLoss`.
 *
 * @example
 * const metric = bitsPerCharacter();
 * metric.update(Math.log(8), 100); // mean nats per character, number of characters
 * metric.compute(); // 3, up to rounding
 */
export function bitsPerCharacter(): Metric<LossBatch, number> {
  const { update, compute, reset } = meanLoss();
  return { update, reset, compute: () => compute() / Math.LN2 };
}

/**
 * A float64 sum that keeps the rounding error of each addition and adds it at the end, so that a million
 * small losses add up exactly enough.
 *
 * Source: Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", an improvement
 * of Kahan's summation.
 */
function compensatedSum() {
  let sum = 0;
  let lost = 0;
  return {
    add(value: number) {
      const next = sum + value;
      // With an infinity the correction would be Infinity - Infinity; the plain sum is right then.
      if (Number.isFinite(next)) {
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      }
      sum = next;
    },
    value: () => (Number.isFinite(sum) ? sum + lost : sum),
    reset() {
      sum = 0;
      lost = 0;
    },
  };
}
