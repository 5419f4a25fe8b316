import type { DropoutMask } from '@rnnlab/models';
import type { Sizes, SymbolicTensor, Tensor, Tf } from '../tf.js';
import { connect, type Dropouts, defineBuilder, type Flow } from './context.js';

/** Dropout. */
export const dropout = defineBuilder<{ rate: number; mask: DropoutMask }>(
  ({ dropouts, name, options }, input) => ({
    ...input,
    value: options.rate > 0 ? dropouts.apply(input, options.rate, options.mask, name) : input.value,
  }),
);

/** Dropout as layers of TensorFlow.js, which draw their own masks while training. */
export const ownDropouts = (tf: Tf): Dropouts => ({
  apply({ shape, value }, rate, mask, name) {
    const perExample = shape.kind === 'sequence' && mask === 'example';
    return connect(
      perExample ? tf.layers.spatialDropout1d({ name, rate }) : tf.layers.dropout({ name, rate }),
      value,
    );
  },
  recurrentMask: () => undefined,
});

/** A mask as an input of the model, scaled: zeros, and 1 / (1 - rate). */
export interface MaskInput {
  input: SymbolicTensor;
  rate: number;
  /** Transposes a mask, as the host draws it, to the axes of the input. */
  arrange(mask: Tensor): Tensor;
}

/** Dropout by masks that the host draws, in the order in which `ModelInputs` names them. */
export function hostDropouts(tf: Tf): { dropouts: Dropouts; masks: MaskInput[] } {
  const masks: MaskInput[] = [];
  const add = (
    sizes: Sizes,
    rate: number,
    arrange: MaskInput['arrange'] = (mask) => mask,
  ): SymbolicTensor => {
    const input = tf.input({ name: `dropout_${masks.length}`, shape: sizes });
    masks.push({ input, rate, arrange });
    return input;
  };
  const maskOf = ({ shape, value }: Flow, rate: number, kind: 'element' | 'example'): SymbolicTensor => {
    const sizes = value.shape.slice(1);
    if (shape.kind === 'image') return add(sizes, rate, (mask) => tf.transpose(mask, [0, 2, 3, 1]));
    if (shape.kind !== 'sequence') return add(sizes, rate);
    return kind === 'example'
      ? add([1, sizes[1]!], rate, (mask) => tf.expandDims(mask, 1))
      : add(sizes, rate, (mask) => tf.transpose(mask, [1, 0, 2]));
  };
  return {
    masks,
    dropouts: {
      apply: (flow, rate, kind, name) =>
        connect(tf.layers.multiply({ name }), flow.value, maskOf(flow, rate, kind)),
      recurrentMask: (units, rate) => add([units], rate),
    },
  };
}
