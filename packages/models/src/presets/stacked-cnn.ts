import { COUNT, RATE } from '@rnnlab/shared';
import type { LayerSpec } from '../spec.js';
import { definePreset, type PresetOptions, SIZES } from './preset.js';

/**
 * Makes a VGG-style image classifier: stages of 3 × 3 convolutions with batch normalization and ReLU, then global average
 * pooling and one dense layer. A stage's max-pool of 2 comes right after its first convolution, so that the rest of the
 * stage works on a quarter of the pixels.
 *
 * Source: Simonyan & Zisserman (2015), "Very Deep Convolutional Networks for Large-Scale Image Recognition", made small;
 * global average pooling: Lin, Chen & Yan (2014), "Network in Network".
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * stackedCnn({ channels: 3, height: 32, width: 32, classes: 10 }); // 290,090 parameters
 */
export const stackedCnn = definePreset({
  name: 'stacked-cnn',
  description:
    'Images → stages of 3 × 3 convolutions with batch normalization → global average pooling → one class',
  input: 'image',
  sizes: {
    channels: SIZES.channels,
    height: SIZES.height,
    width: SIZES.width,
    classes: SIZES.classes,
  },
  options: {
    filters: {
      ...COUNT,
      default: 32,
      description: 'Filters of the first stage; each further stage has twice as many.',
    },
    stages: { ...COUNT, default: 3, description: 'Stages, each of which halves height and width.' },
    convolutions: { ...COUNT, default: 2, description: 'Convolutions of a stage.' },
    dropout: { ...RATE, default: 0, description: 'Dropout after each stage.' },
  },
  spec({ channels, height, width, classes, filters, stages, convolutions, dropout }) {
    const convolution = (units: number, ...pool: LayerSpec[]): LayerSpec[] => [
      { type: 'conv2d', filters: units, kernelSize: 3, padding: 'same' },
      ...pool,
      { type: 'batch-norm' },
      { type: 'activation', function: 'relu' },
    ];
    const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
    const layers = Array.from({ length: stages }, (_, k) => filters * 2 ** k).flatMap((units) => [
      ...convolution(units, { type: 'max-pool', poolSize: 2 }),
      ...Array.from({ length: convolutions - 1 }, () => convolution(units)).flat(),
      ...dropped,
    ]);
    const size: [number, number] = [height >> stages, width >> stages];
    return {
      input: { type: 'image', channels, height, width },
      layers: [
        ...layers,
        { type: 'average-pool', poolSize: size, stride: size },
        { type: 'flatten' },
        { type: 'dense', units: classes },
      ],
    };
  },
});

/** Options of {@link stackedCnn}. */
export type StackedCnnOptions = PresetOptions<typeof stackedCnn>;
