import { defineCustomLayer } from './custom-layer.js';
import { stepNumbers, wholeLengths } from './time.js';

/** The step at `length - 1`, zeros where the length is 0: `[batch, time, N]` and `[batch, 1]` to `[batch, N]`. */
export const lastStep = defineCustomLayer({
  className: 'RNNLabLastStep',
  define: (tf) => ({
    output: ([sequence]) => [sequence[0]!, sequence[2]!],
    compute([sequence, lengths]) {
      const last = tf.sub(wholeLengths(tf, lengths!), tf.scalar(1, 'int32'));
      const isLast = tf.cast(tf.equal(stepNumbers(tf, sequence!), last), 'float32');
      return tf.sum(tf.mul(sequence!, tf.expandDims(isLast, -1)), 1);
    },
  }),
});
