import { chain, descend, type Transform } from './transform.js';

/** g / (√v' + ε) with a running mean v' of squares. */
export const rmsprop = ({ decay = 0.99, epsilon = 1e-8 }: { decay?: number; epsilon?: number }): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { tf, slots: [squares] }) {
        const next = tf.add(tf.mul(squares!, decay), tf.mul(tf.square(update), 1 - decay));
        return { update: tf.div(update, tf.add(tf.sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend,
  );
