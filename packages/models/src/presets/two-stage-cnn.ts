import { COUNT, RATE } from '@rnnlab/shared';
import type { LayerSpec } from '../spec.js';
import { definePreset, type PresetOptions, SIZES } from './preset.js';

/**
 * Makes an image classifier: two times convolution without padding, ReLU and max-pool of 2, then two dense layers with
 * no activation between them. The small network of course assignments on CIFAR-10.
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * twoStageCnn({ channels: 3, height: 32, width: 32, classes: 10 }); // 378,570 parameters
 */
export const twoStageCnn = definePreset({
  name: 'two-stage-cnn',
  description: 'Images → two convolutions with max-pooling → two dense layers → one class',
  input: 'image',
  sizes: {
    channels: SIZES.channels,
    height: SIZES.height,
    width: SIZES.width,
    classes: SIZES.classes,
  },
  options: {
    filters1: {
      ...COUNT,
      default: 50,
      description: 'Filters of the first convolution, with a kernel of 9 × 9.',
    },
    filters2: {
      ...COUNT,
      default: 60,
      description: 'Filters of the second convolution, with a kernel of 5 × 5.',
    },
    dense: { ...COUNT, default: 300, description: 'Units of the dense layer between.' },
    dropout: { ...RATE, default: 0, description: 'Dropout before both dense layers.' },
  },
  spec({ channels, height, width, classes, filters1, filters2, dense, dropout }) {
    const stage = (units: number, size: number): LayerSpec[] => [
      { type: 'conv2d', filters: units, kernelSize: size, padding: 'valid' },
      { type: 'activation', function: 'relu' },
      { type: 'max-pool', poolSize: 2 },
    ];
    const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
    return {
      input: { type: 'image', channels, height, width },
      layers: [
        ...stage(filters1, 9),
        ...stage(filters2, 5),
        { type: 'flatten' },
        ...dropped,
        { type: 'dense', units: dense },
        ...dropped,
        { type: 'dense', units: classes },
      ],
    };
  },
});

/** Options of {@link twoStageCnn}. */
export type TwoStageCnnOptions = PresetOptions<typeof twoStageCnn>;
