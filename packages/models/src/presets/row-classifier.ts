import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells/index.js';
import { SpecError } from '../spec/error.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';

export interface RowClassifierOptions {
  /** Entries of the vector that is read in a step, such as the pixels of a row. */
  features: number;
  classes: number;
  /** Default `lstm`. */
  cell?: CellName;
  /** Entries of the state, per direction; default 128. */
  units?: number;
  /** Recurrent layers on each other; default 1. */
  layers?: number;
  /** Default false. */
  bidirectional?: boolean;
  /** Which steps the class is read from: the last valid one, or the mean or the maximum of all; default `last`. */
  pool?: 'last' | 'mean' | 'max';
  /** Dropout between recurrent layers and before the last one; default 0. */
  dropout?: number;
}

const OPTIONS: readonly (keyof RowClassifierOptions)[] = [
  'features',
  'classes',
  'cell',
  'units',
  'layers',
  'bidirectional',
  'pool',
  'dropout',
];

const pools = { last: 'last', mean: 'mean-over-time', max: 'max-over-time' } as const;

/**
 * Reads vectors one after the other, such as an image row by row, and names a class: recurrent stack → pool over
 * time → one logit per class. At the last step the backward pass of a bidirectional layer has read one step only:
 * `mean` and `max` make use of all of them.
 *
 * @throws SpecError for an option that there is not, and for one that is missing.
 *
 * @example
 * rowClassifier({ features: 28, classes: 10, cell: 'gru', bidirectional: true, pool: 'mean' });
 */
export function rowClassifier(options: RowClassifierOptions): ModelSpec {
  checkOptions('rowClassifier', options, OPTIONS, SpecError, ['features', 'classes']);
  const {
    cell = 'lstm',
    units = 128,
    layers = 1,
    bidirectional = false,
    pool = 'last',
    dropout = 0,
  } = options;
  const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
  return {
    input: { type: 'sequence', features: options.features },
    layers: [
      { type: 'recurrent', cell, units, layers, bidirectional, dropout: layers > 1 ? dropout : 0 },
      { type: pools[pool] },
      ...dropped,
      { type: 'dense', units: options.classes },
    ],
  };
}
