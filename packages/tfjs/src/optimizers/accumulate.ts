import type { Transform } from './transform.js';

/** Updates at every `batches`-th step, by the mean of the gradients since the last update: the first slot. */
export const accumulate = (batches: number, optimizer: Transform): Transform => ({
  slots: 1 + optimizer.slots,
  apply(gradient, context) {
    const { tf, step } = context;
    const [sum, ...slots] = context.slots;
    const position = step % batches;
    const share = tf.div(gradient, batches);
    const next = position > 0 ? tf.add(sum!, share) : share;
    if (position < batches - 1) return { update: tf.zerosLike(gradient), slots: [next, ...slots] };
    const updates = Math.floor(step / batches);
    const result = optimizer.apply(next, { ...context, slots, step: updates });
    return { update: result.update, slots: [next, ...result.slots] };
  },
});
