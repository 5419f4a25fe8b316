import { chain, descend, type Transform } from './transform.js';

/** g / (√Σ g² + ε). */
export const adagrad = ({ epsilon = 1e-10 }: { epsilon?: number }): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { tf, slots: [squares] }) {
        const next = tf.add(squares!, tf.square(update));
        return { update: tf.div(update, tf.add(tf.sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend,
  );
