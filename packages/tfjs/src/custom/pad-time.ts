import { defineCustomLayer } from './custom-layer.js';

export interface PadTimeOptions {
  /** Steps of zeros to add at the end. */
  after: number;
}

/** Steps of zeros behind a sequence, so that a window fits into a short one. */
export const padTime = defineCustomLayer<PadTimeOptions>({
  className: 'RNNLabPadTime',
  define: (tf, { after }) => ({
    output: ([[batch, time, features]]) => [batch!, time === null ? null : time! + after, features!],
    compute: ([sequence]) =>
      tf.pad(sequence!, [
        [0, 0],
        [0, after],
        [0, 0],
      ]),
  }),
});
