import { checkOptions } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link twoStageCnn}. */
export interface TwoStageCnnOptions {
  /** Channels of an image. */
  channels: number;
  /** Height of an image, in pixels. */
  height: number;
  /** Width of an image, in pixels. */
  width: number;
  /** Number of classes. */
  classes: number;
  /** Filters of the first convolution, of 9 × 9. Default: 50. */
  filters1?: number;
  /** Filters of the second convolution, of 5 × 5. Default: 60. */
  filters2?: number;
  /** Outputs of the dense layer between. Default: 300. */
  dense?: number;
  /** Dropout before both dense layers. Default: 0. */
  dropout?: number;
}

const OPTIONS: readonly (keyof TwoStageCnnOptions)[] = [
  'channels',
  'height',
  'width',
  'classes',
  'filters1',
  'filters2',
  'dense',
  'dropout',
];

/**
 * Makes an image classifier: two times convolution without padding, ReLU and max-pool of 2, then two dense layers with
 * no activation between them. The small network of course assignments on CIFAR-10.
 *
 * @throws {SpecError} For an unknown or a missing option.
 *
 * @example
 * twoStageCnn({ channels: 3, height: 32, width: 32, classes: 10 }); // 378,570 parameters
 */
export function twoStageCnn(options: TwoStageCnnOptions): ModelSpec {
  checkOptions('twoStageCnn', options, OPTIONS, SpecError, ['channels', 'height', 'width', 'classes']);
  const {
    channels,
    height,
    width,
    classes,
    filters1 = 50,
    filters2 = 60,
    dense = 300,
    dropout = 0,
  } = options;
  const stage = (units: number, size: number): LayerSpec[] => [
    { type: 'conv2d', units, size, padding: 'valid' },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 2 },
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
}
