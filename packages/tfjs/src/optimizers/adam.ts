import { l2 } from './l2.js';
import { chain, descend, type Transform } from './transform.js';

interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * m̂ / (√v̂ + ε) with running means of the gradients and of their squares, corrected for their start at zero. The slots
 * hold those means over 1 - β, as the compiled programs keep them.
 */
const scaleByMoments = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Transform => ({
  slots: 2,
  apply(update, { tf, slots: [mean, square], step }) {
    const m = tf.add(tf.mul(mean!, beta1), update);
    const v = tf.add(tf.mul(square!, beta2), tf.square(update));
    const share = (beta: number) => (1 - beta) / (1 - beta ** (step + 1));
    const root = tf.sqrt(tf.mul(v, share(beta2)));
    return { update: tf.div(tf.mul(m, share(beta1)), tf.add(root, epsilon)), slots: [m, v] };
  },
});

export const adam = (options: AdamOptions): Transform => chain(scaleByMoments(options), descend);

/** Adam with decay of the kernels that does not pass through its scaling. */
export const adamw = ({ decay = 0.01, ...options }: AdamOptions & { decay?: number }): Transform =>
  chain(scaleByMoments(options), l2(decay), descend);
