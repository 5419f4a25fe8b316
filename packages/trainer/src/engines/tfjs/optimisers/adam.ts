import { l2 } from './l2.js';
import { chain, descend, type Transform } from './transform.js';

interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/** m̂ / (√v̂ + ε) with running means of the gradients and of their squares, corrected for their start at zero. */
const scaleByMoments = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Transform => ({
  slots: 2,
  apply(update, { tf, slots: [mean, square], step }) {
    const m = tf.add(tf.mul(mean!, beta1), tf.mul(update, 1 - beta1));
    const v = tf.add(tf.mul(square!, beta2), tf.mul(tf.square(update), 1 - beta2));
    const corrected = [tf.div(m, 1 - beta1 ** (step + 1)), tf.div(v, 1 - beta2 ** (step + 1))] as const;
    return { update: tf.div(corrected[0], tf.add(tf.sqrt(corrected[1]), epsilon)), slots: [m, v] };
  },
});

export const adam = (options: AdamOptions): Transform => chain(scaleByMoments(options), descend);

/** Adam with decay of the kernels that does not pass through its scaling. */
export const adamw = ({ decay = 0.01, ...options }: AdamOptions & { decay?: number }): Transform =>
  chain(scaleByMoments(options), l2(decay), descend);
