import { defineCustomLayer } from './custom-layer.js';
import { validSteps } from './time.js';

/**
 * The largest of the valid steps, feature by feature, zeros where there are none. Of equal steps the first one is
 * read, so that the gradient goes to it alone; that of `tf.max` goes to each of them in full.
 */
export const maxOverTime = defineCustomLayer({
  className: 'RNNLabMaxOverTime',
  define: (tf) => ({
    output: ([sequence]) => [sequence[0]!, sequence[2]!],
    compute([sequence, lengths]) {
      const valid = validSteps(tf, sequence!, lengths!);
      const behind = tf.mul(tf.sub(1, valid), -3e38);
      const first = tf.argMax(tf.add(tf.mul(sequence!, valid), behind), 1);
      const chosen = tf.transpose(tf.oneHot(tf.cast(first, 'int32'), sequence!.shape[1]!), [0, 2, 1]);
      return tf.sum(tf.mul(sequence!, tf.mul(tf.cast(chosen, 'float32'), valid)), 1);
    },
  }),
});
