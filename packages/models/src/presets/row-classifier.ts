import type { LayerSpec } from '../spec.js';
import {
  BIDIRECTIONAL,
  DROPOUT,
  definePreset,
  POOL,
  type PresetOptions,
  poolingLayers,
  SIZES,
  STACK,
} from './preset.js';

/**
 * Makes a classifier of sequences of vectors, such as the rows of an image: recurrent stack → pooling over time → one
 * logit per class. At the last step the backward pass of a bidirectional layer has read one step only:
 * `mean` and `max` make use of all of them.
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * rowClassifier({ features: 28, classes: 10, cell: 'gru', bidirectional: true, pool: 'mean' });
 */
export const rowClassifier = definePreset({
  name: 'row-classifier',
  description: 'The rows of an image, or other vectors → recurrent layers → pooling over time → one class',
  input: 'sequence',
  sizes: {
    features: SIZES.features,
    classes: SIZES.classes,
  },
  options: {
    ...STACK,
    bidirectional: BIDIRECTIONAL,
    pool: POOL,
    dropout: DROPOUT,
  },
  spec({ features, classes, cell, units, layers, bidirectional, pool, dropout }) {
    const dropped: LayerSpec[] = dropout === 0 ? [] : [{ type: 'dropout', rate: dropout }];
    return {
      input: { type: 'sequence', features },
      layers: [
        { type: 'recurrent', cell, units, layers, bidirectional, dropout: layers > 1 ? dropout : 0 },
        { type: poolingLayers[pool] },
        ...dropped,
        { type: 'dense', units: classes },
      ],
    };
  },
});

/** Options of {@link rowClassifier}. */
export type RowClassifierOptions = PresetOptions<typeof rowClassifier>;
