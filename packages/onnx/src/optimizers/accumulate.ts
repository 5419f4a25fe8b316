import type { Value } from '../graph/graph.js';
import { add, mul } from '../ops/arithmetic.js';
import { less } from '../ops/compare.js';
import { where } from '../ops/where.js';
import type { Transform } from './transform.js';

/**
 * Updates only at every `batches`-th step, by the mean of the gradients since the last update: a larger batch
 * than fits in memory.
 */
export const accumulate = (batches: number, optimizer: Transform): Transform => ({
  slots: 1 + optimizer.slots,
  scalars({ step, learningRate }) {
    const position = step % batches;
    const own = optimizer.scalars?.({ step: Math.floor(step / batches), learningRate }) ?? {};
    const inner = Object.entries(own).map(([name, value]) => [`inner.${name}`, value]);
    return {
      keep: Number(position > 0),
      last: Number(position === batches - 1),
      ...Object.fromEntries(inner),
    };
  },
  apply(update, context) {
    const { keep, last, ...rest } = context.scalars as Record<'keep' | 'last', Value>;
    const [sum, ...slots] = context.slots as [Value, ...Value[]];
    const scalars = Object.fromEntries(
      Object.entries<Value>(rest).map(([name, value]) => [name.slice('inner.'.length), value]),
    );
    const next = add(mul(sum, keep), mul(update, 1 / batches));
    const result = optimizer.apply(next, { ...context, slots, scalars });
    const isLast = less(mul(last, 0), last);
    return {
      update: mul(result.update, last),
      slots: [next, ...result.slots.map((slot, k) => where(isLast, slot, slots[k]!))],
    };
  },
});
