import { defineCustomLayer } from './custom-layer.js';
import { stepNumbers, wholeLengths } from './time.js';

/** The valid steps of each example in the opposite order; padding stays behind them. */
export const reverseSequence = defineCustomLayer({
  className: 'RNNLabReverseSequence',
  define: (tf) => ({
    output: ([sequence]) => sequence,
    compute([sequence, lengths]) {
      const [batch, time, features] = sequence!.shape as [number, number, number];
      const steps = stepNumbers(tf, sequence!);
      const length = wholeLengths(tf, lengths!);
      const mirrored = tf.sub(tf.sub(length, tf.scalar(1, 'int32')), steps);
      const source = tf.where(tf.less(steps, length), mirrored, tf.tile(steps, [batch, 1]));
      const rows = tf.add(source, tf.expandDims(tf.range(0, batch * time, time, 'int32'), 1));
      const flat = tf.gather(
        tf.reshape(sequence!, [batch * time, features]),
        tf.reshape(rows, [batch * time]),
      );
      return tf.reshape(flat, [batch, time, features]);
    },
  }),
});
