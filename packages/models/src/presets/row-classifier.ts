import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells.js';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';
import { poolingLayers } from './sequence-classifier.js';

/** Options of {@link rowClassifier}. */
export interface RowClassifierOptions {
  /** Features of a step, such as the pixels of a row. */
  features: number;
  /** Number of classes. */
  classes: number;
  /** The recurrent cell. Default: `lstm`. */
  cell?: CellName;
  /** Entries of the state, per direction. Default: 128. */
  units?: number;
  /** Stacked recurrent layers. Default: 1. */
  layers?: number;
  /** Whether the layers read in both directions. Default: false. */
  bidirectional?: boolean;
  /** Pooling over time: the last valid step, or the mean or the maximum of all. Default: `last`. */
  pool?: 'last' | 'mean' | 'max';
  /** Dropout between recurrent layers and before the last one. Default: 0. */
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

/**
 * Makes a classifier of sequences of vectors, such as the rows of an image: recurrent stack → pooling over time → one
 * logit per class. At the last step the backward pass of a bidirectional layer has read one step only:
 * `mean` and `max` make use of all of them.
 *
 * @throws {SpecError} For an unknown or a missing option.
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
      { type: poolingLayers[pool] },
      ...dropped,
      { type: 'dense', units: options.classes },
    ],
  };
}
