import { chain, descend, type Transform } from './transform.js';

/** v' = decay · v + g; the update is v', or g + decay · v' with Nesterov's look ahead. */
const velocity = (decay: number, nesterov: boolean): Transform => ({
  slots: 1,
  apply(update, { tf, slots: [previous] }) {
    const next = tf.add(tf.mul(previous!, decay), update);
    return { update: nesterov ? tf.add(update, tf.mul(next, decay)) : next, slots: [next] };
  },
});

export const sgd = ({
  momentum = 0,
  nesterov = false,
}: {
  momentum?: number;
  nesterov?: boolean;
}): Transform => (momentum === 0 ? descend : chain(velocity(momentum, nesterov), descend));
