import { type CellName, cells } from '@rnnlab/models';
import { flag, oneOf, rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';

export const sequenceClassifier = definePreset({
  doc: 'Tokens → recurrent layers → last step → one class',
  fields: {
    cell: oneOf('The recurrent cell.', Object.keys(cells) as CellName[], 'lstm'),
    units: wholeNumber('Entries of the state, per direction.', 128),
    layers: wholeNumber('Recurrent layers on each other.', 1),
    bidirectional: flag('Whether a second pass reads from the end.', false),
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    dropout: rate('Share of entries dropped between recurrent layers and before the last layer.', 0),
  },
  spec: async (sizes, values) => (await import('@rnnlab/models')).sequenceClassifier({ ...sizes, ...values }),
});
