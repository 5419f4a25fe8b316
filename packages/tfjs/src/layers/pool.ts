import type { PoolKind } from '@rnnlab/models';
import type { Layer } from '../tf.js';
import { type Context, connect, defineBuilder, type LayerBuilder, masked } from './context.js';
import { movedLengths, pair, type WindowOptions } from './window.js';

type Size = number | [number, number];
type PoolOptions = { size: Size; stride: Size; padding: 'valid' | 'same' };

export const pool = (kind: PoolKind): LayerBuilder =>
  defineBuilder<PoolOptions>((context, input) => {
    if (input.shape.kind === 'image') return { value: connect(overImages(context, kind), input.value) };
    const options = context.options as WindowOptions;
    return {
      value: connect(overTime({ ...context, options }, kind), masked(context, input)),
      lengths: movedLengths(context, input, options),
    };
  });

function overImages({ tf, custom, name, options }: Context<PoolOptions>, kind: PoolKind): Layer {
  const [poolSize, strides] = [pair(options.size), pair(options.stride)];
  const { padding } = options;
  if (kind === 'max') return tf.layers.maxPooling2d({ name, poolSize, strides, padding });
  return padding === 'same'
    ? custom.averagePooling({ name, poolSize, strides })
    : tf.layers.averagePooling2d({ name, poolSize, strides, padding });
}

function overTime({ tf, custom, name, options }: Context<WindowOptions>, kind: PoolKind): Layer {
  const { size: poolSize, stride: strides, padding } = options;
  if (kind === 'max') return tf.layers.maxPooling1d({ name, poolSize, strides, padding });
  return padding === 'same'
    ? custom.averagePooling({ name, poolSize: [poolSize], strides: [strides] })
    : tf.layers.averagePooling1d({ name, poolSize, strides, padding });
}
