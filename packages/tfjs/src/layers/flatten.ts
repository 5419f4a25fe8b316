import { connect, defineBuilder, masked } from './context.js';

/** Images are flattened by channel, as ours are stored. */
export const flatten = defineBuilder((context, input) => {
  const { tf, name } = context;
  const value =
    input.shape.kind === 'image'
      ? connect(tf.layers.permute({ name: `${name}.channels-first`, dims: [3, 1, 2] }), input.value)
      : masked(context, input);
  return { value: connect(tf.layers.flatten({ name }), value) };
});
