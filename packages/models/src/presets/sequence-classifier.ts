import type { CellName } from '../cells/index.js';
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
  /** Dropout between recurrent layers and before the last one; default 0. */
  dropout?: number;
}

/** Reads tokens and names a class: look-up → recurrent stack → last valid step → one logit per class. */
export function sequenceClassifier(options: SequenceClassifierOptions): ModelSpec {
  const {
    cell = 'lstm',
    units = 128,
    layers = 1,
    bidirectional = false,
    embedding = 0,
    dropout = 0,
  } = options;
  const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
  return {
    input: { type: 'tokens', vocabulary: options.vocabulary },
    layers: [
      embedding === 0 ? { type: 'one-hot' } : { type: 'embedding', units: embedding },
      { type: 'recurrent', cell, units, layers, bidirectional, dropout: layers > 1 ? dropout : 0 },
      { type: 'last' },
      ...dropped,
      { type: 'dense', units: options.classes },
    ],
  };
}
