import { checkOptions } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link textCnn}. */
export interface TextCnnOptions {
  /** Size of the vocabulary. */
  vocabulary: number;
  /** Tokens read of a text; shorter texts are padded. */
  steps: number;
  /** Number of classes. */
  classes: number;
  /** Size of the embedding; 0 for one-hot tokens. Default: 0. */
  embedding?: number;
  /** Filters of each convolution. Default: 10. */
  filters?: number;
  /** Tokens a filter reads. Default: 20. */
  size?: number;
  /** Dropout before the last layer. Default: 0. */
  dropout?: number;
}

const OPTIONS: readonly (keyof TextCnnOptions)[] = [
  'vocabulary',
  'steps',
  'classes',
  'embedding',
  'filters',
  'size',
  'dropout',
];

/**
 * Makes a convolutional classifier of texts: look-up → two times convolution over time, ReLU, max-pool of 4 with
 * stride 2 → one logit per class.
 *
 * Source: Zhang, Zhao & LeCun (2015), "Character-level Convolutional Networks for Text Classification", in the small form
 * of course assignments.
 *
 * @throws {SpecError} For an unknown or a missing option.
 *
 * @example
 * textCnn({ vocabulary: 256, steps: 100, classes: 14 });
 */
export function textCnn(options: TextCnnOptions): ModelSpec {
  checkOptions('textCnn', options, OPTIONS, SpecError, ['vocabulary', 'steps', 'classes']);
  const { vocabulary, steps, classes, embedding = 0, filters = 10, size = 20, dropout = 0 } = options;
  const block: LayerSpec[] = [
    { type: 'conv1d', units: filters, size, padding: 'valid' },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 4, stride: 2, padding: 'same' },
  ];
  const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
  return {
    input: { type: 'tokens', vocabulary, steps },
    layers: [
      embedding === 0 ? { type: 'one-hot' } : { type: 'embedding', units: embedding },
      ...block,
      ...block,
      { type: 'flatten' },
      ...dropped,
      { type: 'dense', units: classes },
    ],
  };
}
