import { rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';

export const twoStageCnn = definePreset({
  doc: 'Images → two convolutions with max-pools → two dense layers → one class',
  reads: 'image',
  fields: {
    filters1: wholeNumber('Filters of the first convolution, of 9 × 9.', 50),
    filters2: wholeNumber('Filters of the second convolution, of 5 × 5.', 60),
    dense: wholeNumber('Outputs of the dense layer between.', 300),
    dropout: rate('Share of entries dropped before both dense layers.', 0),
  },
  async spec({ input: { channels, height, width }, outputs }, values) {
    const { twoStageCnn } = await import('@rnnlab/models');
    return twoStageCnn({ channels, height, width, classes: outputs, ...values });
  },
});
