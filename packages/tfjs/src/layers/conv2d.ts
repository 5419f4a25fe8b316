import { defineBuilder } from './context.js';
import { pair } from './window.js';

interface Conv2dOptions {
  units: number;
  size: number | [number, number];
  stride: number | [number, number];
  dilation: number | [number, number];
  padding: 'valid' | 'same';
}

export const conv2d = defineBuilder<Conv2dOptions>(
  ({ tf, custom, name, options, apply }, { shape, value }) => {
    const { units, padding } = options;
    const { channels } = shape as { channels: number };
    const [kernelSize, strides, dilation] = [
      pair(options.size),
      pair(options.stride),
      pair(options.dilation),
    ];
    const layer = dilation.some((distance) => distance > 1)
      ? custom.dilatedConvolution({ name, filters: units, channels, kernelSize, strides, dilation, padding })
      : tf.layers.conv2d({ name, filters: units, kernelSize, strides, padding, kernelInitializer: 'zeros' });
    return { value: apply(layer, value, (of) => [tf.transpose(of('kernel'), [2, 3, 1, 0]), of('bias')]) };
  },
);
