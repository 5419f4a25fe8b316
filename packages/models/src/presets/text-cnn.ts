import { checkOptions } from '@rnnlab/shared';
import { SpecError } from '../spec/error.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';

export interface TextCnnOptions {
  /** Ids a token may have. */
  vocabulary: number;
  /** Tokens that are read of a text; shorter ones are padded with zeros. */
  steps: number;
  classes: number;
  /** Entries of a token's trained vector; 0, the default, reads tokens as one-hot vectors. */
  embedding?: number;
  /** Filters of either convolution; default 10. */
  filters?: number;
  /** Tokens a filter reads; default 20. */
  size?: number;
  /** Dropout before the last layer; default 0. */
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
 * Reads tokens in windows and names a class: look-up → two times convolution over time, ReLU, max-pool of 4 every
 * 2 steps → one logit per class.
 *
 * Source: X. Zhang, J. Zhao and Y. LeCun, Character-level Convolutional Networks for Text Classification, 2015, in
 * the small form of course assignments.
 *
 * @throws SpecError for an option that there is not, and for one that is missing.
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
