import { rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';

export const stackedCnn = definePreset({
  doc: 'Images → stages of 3 × 3 convolutions with batch normalization → the mean over all places → one class',
  reads: 'image',
  fields: {
    filters: wholeNumber('Filters of the first stage; each further one has twice as many.', 32),
    stages: wholeNumber('Stages, each of half the height and width.', 3),
    convolutions: wholeNumber('Convolutions of a stage.', 2),
    dropout: rate('Share of entries dropped after each stage.', 0),
  },
  async spec({ input: { channels, height, width }, outputs }, values) {
    const { stackedCnn } = await import('@rnnlab/models');
    return stackedCnn({ channels, height, width, classes: outputs, ...values });
  },
});
