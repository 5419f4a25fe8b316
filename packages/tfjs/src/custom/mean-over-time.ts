import { defineCustomLayer } from './custom-layer.js';
import { validSteps } from './time.js';

/** The mean over the valid steps, zeros where there are none. */
export const meanOverTime = defineCustomLayer({
  className: 'RNNLabMeanOverTime',
  define: (tf) => ({
    output: ([sequence]) => [sequence[0]!, sequence[2]!],
    compute: ([sequence, lengths]) =>
      tf.div(
        tf.sum(tf.mul(sequence!, validSteps(tf, sequence!, lengths!)), 1),
        tf.maximum(tf.cast(lengths!, 'float32'), 1),
      ),
  }),
});
