import { flag } from '../../fields/kinds.js';
import { definePreset } from './preset.js';
import { recurrentFields } from './recurrent-fields.js';

export const sequenceLabeler = definePreset({
  doc: 'Vectors → recurrent layers → an answer in every step',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    sigmoid: flag('Whether answers go through a sigmoid: for the mean squared error.', false),
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceLabeler({ features, outputs, ...values }),
});
