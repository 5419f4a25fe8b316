import { checkOptions } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link stackedCnn}. */
export interface StackedCnnOptions {
  /** Channels of an image. */
  channels: number;
  /** Height of an image, in pixels. */
  height: number;
  /** Width of an image, in pixels. */
  width: number;
  /** Number of classes. */
  classes: number;
  /** Filters of the first stage; each further stage has twice as many. Default: 32. */
  filters?: number;
  /** Stages, each of which halves height and width. Default: 3. */
  stages?: number;
  /** Convolutions of a stage. Default: 2. */
  convolutions?: number;
  /** Dropout after each stage. Default: 0. */
  dropout?: number;
}

const OPTIONS: readonly (keyof StackedCnnOptions)[] = [
  'channels',
  'height',
  'width',
  'classes',
  'filters',
  'stages',
  'convolutions',
  'dropout',
];

/**
 * Makes a VGG-style image classifier: stages of 3 × 3 convolutions with batch normalization and ReLU, then global average
 * pooling and one dense layer. A stage's max-pool of 2 comes right after its first convolution, so that the rest of the
 * stage works on a quarter of the pixels.
 *
 * Source: Simonyan & Zisserman (2015), "Very Deep Convolutional Networks for Large-Scale Image Recognition", made small;
 * global average pooling: Lin, Chen & Yan (2014), "Network in Network".
 *
 * @throws {SpecError} For an unknown or a missing option.
 *
 * @example
 * stackedCnn({ channels: 3, height: 32, width: 32, classes: 10 }); // 290,090 parameters
 */
export function stackedCnn(options: StackedCnnOptions): ModelSpec {
  checkOptions('stackedCnn', options, OPTIONS, SpecError, ['channels', 'height', 'width', 'classes']);
  const {
    channels,
    height,
    width,
    classes,
    filters = 32,
    stages = 3,
    convolutions = 2,
    dropout = 0,
  } = options;
  const convolution = (units: number, ...pool: LayerSpec[]): LayerSpec[] => [
    { type: 'conv2d', units, size: 3, padding: 'same' },
    ...pool,
    { type: 'batch-norm' },
    { type: 'activation', function: 'relu' },
  ];
  const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
  const layers = Array.from({ length: stages }, (_, k) => filters * 2 ** k).flatMap((units) => [
    ...convolution(units, { type: 'max-pool', size: 2 }),
    ...Array.from({ length: convolutions - 1 }, () => convolution(units)).flat(),
    ...dropped,
  ]);
  const size: [number, number] = [height >> stages, width >> stages];
  return {
    input: { type: 'image', channels, height, width },
    layers: [
      ...layers,
      { type: 'average-pool', size, stride: size },
      { type: 'flatten' },
      { type: 'dense', units: classes },
    ],
  };
}
