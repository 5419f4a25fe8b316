import { type CellName, cells } from '@rnnlab/models';
import { flag, oneOf, rate, wholeNumber } from '../../fields/kinds.js';

/** Settings of every stack of recurrent layers. */
export const recurrentFields = {
  cell: oneOf('The recurrent cell.', Object.keys(cells) as CellName[], 'lstm'),
  units: wholeNumber('Entries of the state, per direction.', 128),
  layers: wholeNumber('Recurrent layers on each other.', 1),
  bidirectional: flag('Whether a second pass reads from the end.', false),
};

export const pool = oneOf('Which steps the class is read from.', ['last', 'mean', 'max'], 'last');

export const dropout = rate(
  'Share of entries dropped between recurrent layers and before the last layer.',
  0,
);
