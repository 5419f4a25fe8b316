import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells/index.js';
import { SpecError } from '../spec/error.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';

export interface SequenceClassifierOptions {
  /** Ids a token may have. */
  vocabulary: number;
  classes: number;
  /** Default `lstm`. */
  cell?: CellName;
  /** Entries of the state, per direction; default 128. */
  units?: number;
  /** Recurrent layers on each other; default 1. */
  layers?: number;
  /** Default false. */
  bidirectional?: boolean;
  /** Entries of a token's trained vector; 0, the default, reads tokens as one-hot vectors. */
  embedding?: number;
  /** Which steps the class is read from: the last valid one, or the mean or the maximum of all; default `last`. */
  pool?: 'last' | 'mean' | 'max';
  /** Dropout between recurrent layers and before the last one; default 0. */
  dropout?: number;
  /** Dropout of the tokens' vectors; default 0. */
  embeddingDropout?: number;
  /** Dropout of the state where it enters a product, one mask for all steps; default 0. */
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

const pools = { last: 'last', mean: 'mean-over-time', max: 'max-over-time' } as const;

/**
 * Reads tokens and names a class: look-up → recurrent stack → pool over time → one logit per class.
 *
 * @throws SpecError for an option that there is not, and for one that is missing.
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
      { type: pools[pool] },
      ...drop(dropout),
      { type: 'dense', units: options.classes },
    ],
  };
}
