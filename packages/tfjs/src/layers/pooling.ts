import type { PoolKind } from '@rnnlab/models';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Layer, Tensor } from '../tf.js';
import { type Context, connect, defineBuilder, type LayerBuilder } from './context.js';
import { defineCustomLayer } from './custom-layer.js';
import { intLengths, masked, stepIndices, validSteps } from './masking.js';
import { lengthsAfter, pair, type WindowOptions } from './window.js';

type Size = number | [number, number];
type PoolOptions = { poolSize: Size; stride: Size; padding: 'valid' | 'same' };

/** Max or average pooling. */
export const pool = (kind: PoolKind): LayerBuilder =>
  defineBuilder<PoolOptions>((context, input) => {
    if (input.shape.kind === 'image') return { value: connect(overImages(context, kind), input.value) };
    const { poolSize, ...rest } = context.options;
    const options = { ...rest, size: poolSize } as WindowOptions;
    return {
      value: connect(overTime({ ...context, options }, kind), masked(context, input)),
      lengths: lengthsAfter(context, input, options),
    };
  });

function overImages({ tf, custom, name, options }: Context<PoolOptions>, kind: PoolKind): Layer {
  const [poolSize, strides] = [pair(options.poolSize), pair(options.stride)];
  const { padding } = options;
  if (kind === 'max') return tf.layers.maxPooling2d({ name, poolSize, strides, padding });
  return padding === 'same'
    ? custom(averagePoolingLayer, { name, poolSize, strides })
    : tf.layers.averagePooling2d({ name, poolSize, strides, padding });
}

function overTime({ tf, custom, name, options }: Context<WindowOptions>, kind: PoolKind): Layer {
  const { size: poolSize, stride: strides, padding } = options;
  if (kind === 'max') return tf.layers.maxPooling1d({ name, poolSize, strides, padding });
  return padding === 'same'
    ? custom(averagePoolingLayer, { name, poolSize: [poolSize], strides: [strides] })
    : tf.layers.averagePooling1d({ name, poolSize, strides, padding });
}

interface AveragePoolingOptions {
  /** Entries of a window: steps, or height and width. */
  poolSize: number[];
  strides: number[];
}

/**
 * The layer of average pooling of sequences or images with padding `same`, which does not count. The gradient of
 * `tf.avgPool` divides by the whole window also where a part of it is padding, so here the padding is explicit and
 * the mean is divided by the share of the window that is not padding.
 */
export const averagePoolingLayer = defineCustomLayer<AveragePoolingOptions>({
  className: 'RNNLabAveragePooling',
  define: (tf, { poolSize, strides }) => ({
    output: ([[batch, ...sizes]]) => [
      batch!,
      ...strides.map((stride, k) => (typeof sizes[k] === 'number' ? Math.ceil(sizes[k] / stride) : null)),
      sizes.at(-1)!,
    ],
    compute([x]) {
      const around = poolSize.map((size, k): [number, number] => {
        const [entries, stride] = [x!.shape[k + 1]!, strides[k]!];
        const total = Math.max((Math.ceil(entries / stride) - 1) * stride + size - entries, 0);
        return [Math.floor(total / 2), total - Math.floor(total / 2)];
      });
      const [height, width = 1] = poolSize as [number, number?];
      const [down, across = 1] = strides as [number, number?];
      const means = (value: Tensor) => {
        const padded = tf.pad(value, [[0, 0], ...around, [0, 0]]);
        const image = poolSize.length === 1 ? tf.expandDims(padded, 2) : padded;
        const pooled = tf.avgPool(image as Tensor4D, [height, width], [down, across], 'valid');
        return poolSize.length === 1 ? tf.squeeze(pooled, [2]) : pooled;
      };
      return tf.div(means(x!), means(tf.ones([1, ...x!.shape.slice(1, -1), 1])));
    },
  }),
});

/** The last valid step. */
export const last = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom(lastStepLayer, { name }), value, lengths!),
}));

/** The layer of the step at `length - 1`, zeros where the length is 0: `[batch, time, N]` and `[batch, 1]` to `[batch, N]`. */
export const lastStepLayer = defineCustomLayer({
  className: 'RNNLabLastStep',
  define: (tf) => ({
    output: ([sequence]) => [sequence[0]!, sequence[2]!],
    compute([sequence, lengths]) {
      const last = tf.sub(intLengths(tf, lengths!), tf.scalar(1, 'int32'));
      const isLast = tf.cast(tf.equal(stepIndices(tf, sequence!), last), 'float32');
      return tf.sum(tf.mul(sequence!, tf.expandDims(isLast, -1)), 1);
    },
  }),
});

/** Global max pooling over time. */
export const maxOverTime = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom(maxOverTimeLayer, { name }), value, lengths!),
}));

/**
 * The layer of global max pooling: the largest of the valid steps, per feature, zeros where there are none. Of equal steps the first one is
 * read, so that the gradient goes to it alone; that of `tf.max` goes to each of them in full.
 */
export const maxOverTimeLayer = defineCustomLayer({
  className: 'RNNLabMaxOverTime',
  define: (tf) => ({
    output: ([sequence]) => [sequence[0]!, sequence[2]!],
    compute([sequence, lengths]) {
      const valid = validSteps(tf, sequence!, lengths!);
      const lowest = tf.mul(tf.sub(1, valid), -3e38);
      const first = tf.argMax(tf.add(tf.mul(sequence!, valid), lowest), 1);
      const chosen = tf.transpose(tf.oneHot(tf.cast(first, 'int32'), sequence!.shape[1]!), [0, 2, 1]);
      return tf.sum(tf.mul(sequence!, tf.mul(tf.cast(chosen, 'float32'), valid)), 1);
    },
  }),
});

/** Global average pooling over time. */
export const meanOverTime = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom(meanOverTimeLayer, { name }), value, lengths!),
}));

/** The layer of global average pooling: the mean of the valid steps, zeros where there are none. */
export const meanOverTimeLayer = defineCustomLayer({
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
