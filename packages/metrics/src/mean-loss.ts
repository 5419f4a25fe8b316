import { requireLength } from './internal/checks.js';
import { compensatedSum } from './internal/compensated-sum.js';
import type { Metric } from './metric.js';

/**
 * One loss, or one per position; and its weight, or one weight per position (default 1). Give a mean over a
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
