import { COUNT, RATE } from '@rnnlab/shared';
import type { LayerSpec } from '../spec.js';
import { definePreset, EMBEDDING, type PresetOptions, SIZES } from './preset.js';

/**
 * Makes a convolutional classifier of texts: look-up → two times convolution over time, ReLU, max-pool of 4 with
 * stride 2 → one logit per class.
 *
 * Source: Zhang, Zhao & LeCun (2015), "Character-level Convolutional Networks for Text Classification", in the small form
 * of course assignments.
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * textCnn({ vocabulary: 256, steps: 100, classes: 14 });
 */
export const textCnn = definePreset({
  name: 'text-cnn',
  description: 'Tokens → two convolutions over time with max-pooling → one class',
  input: 'tokens',
  sizes: {
    vocabulary: SIZES.vocabulary,
    steps: { ...COUNT, description: 'Tokens read of a text; shorter texts are padded.' },
    classes: SIZES.classes,
  },
  options: {
    embedding: EMBEDDING,
    filters: { ...COUNT, default: 10, description: 'Filters of each convolution.' },
    size: { ...COUNT, default: 20, description: 'Kernel size: tokens a filter reads.' },
    dropout: { ...RATE, default: 0, description: 'Dropout before the last layer.' },
  },
  spec({ vocabulary, steps, classes, embedding, filters, size, dropout }) {
    const block: LayerSpec[] = [
      { type: 'conv1d', filters, kernelSize: size, padding: 'valid' },
      { type: 'activation', function: 'relu' },
      { type: 'max-pool', poolSize: 4, stride: 2, padding: 'same' },
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
  },
});

/** Options of {@link textCnn}. */
export type TextCnnOptions = PresetOptions<typeof textCnn>;
