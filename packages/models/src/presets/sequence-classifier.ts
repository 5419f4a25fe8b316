import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells.js';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link sequenceClassifier}. */
export interface SequenceClassifierOptions {
  /** Size of the vocabulary. */
  vocabulary: number;
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
  /** Size of the embedding; 0 for one-hot tokens. Default: 0. */
  embedding?: number;
  /** Pooling over time: the last valid step, or the mean or the maximum of all. Default: `last`. */
  pool?: 'last' | 'mean' | 'max';
  /** Dropout between recurrent layers and before the last one. Default: 0. */
  dropout?: number;
  /** Dropout of the embedded tokens. Default: 0. */
  embeddingDropout?: number;
  /** Recurrent dropout, of the state where it enters a product, one mask for all steps. Default: 0. */
  recurrentDropout?: number;
}

const OPTIONS: readonly (keyof SequenceClassifierOptions)[] = [
  'vocabulary',
  'classes',
  'cell',
  'units',
  'layers',
  'bidirectional',
  'embedding',
  'pool',
  'dropout',
  'embeddingDropout',
  'recurrentDropout',
];

/** The layer of each pooling over time. */
export const poolingLayers = { last: 'last', mean: 'mean-over-time', max: 'max-over-time' } as const;

/**
 * Makes a classifier of token sequences: look-up → recurrent stack → pooling over time → one logit per class.
 *
 * @throws {SpecError} For an unknown or a missing option.
 */
export function sequenceClassifier(options: SequenceClassifierOptions): ModelSpec {
  checkOptions('sequenceClassifier', options, OPTIONS, SpecError, ['vocabulary', 'classes']);
  const {
    cell = 'lstm',
    units = 128,
    layers = 1,
    bidirectional = false,
    embedding = 0,
    pool = 'last',
    dropout = 0,
    embeddingDropout = 0,
    recurrentDropout = 0,
  } = options;
  const drop = (rate: number): LayerSpec[] => (rate === 0 ? [] : [{ type: 'dropout', rate }]);
  return {
    input: { type: 'tokens', vocabulary: options.vocabulary },
    layers: [
      embedding === 0 ? { type: 'one-hot' } : { type: 'embedding', units: embedding },
      ...drop(embeddingDropout),
      {
        type: 'recurrent',
        ...{ cell, units, layers, bidirectional, dropout: layers > 1 ? dropout : 0 },
        ...(recurrentDropout !== 0 && { recurrentDropout }),
      },
      { type: poolingLayers[pool] },
      ...drop(dropout),
      { type: 'dense', units: options.classes },
    ],
  };
}
