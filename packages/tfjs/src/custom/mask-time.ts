import { defineCustomLayer } from './custom-layer.js';
import { validSteps } from './time.js';

/** The sequence with zeros in place of its padding. */
export const maskTime = defineCustomLayer({
  className: 'RNNLabMaskTime',
  define: (tf) => ({
    output: ([sequence]) => sequence,
    compute: ([sequence, lengths]) => tf.mul(sequence!, validSteps(tf, sequence!, lengths!)),
  }),
});
