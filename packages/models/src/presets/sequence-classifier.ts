import type { LayerSpec } from '../spec.js';
import {
  BIDIRECTIONAL,
  DROPOUT,
  definePreset,
  EMBEDDING,
  EMBEDDING_DROPOUT,
  POOL,
  type PresetOptions,
  poolingLayers,
  RECURRENT_DROPOUT,
  SIZES,
  STACK,
} from './preset.js';

/**
 * Makes a classifier of token sequences: look-up → recurrent stack → pooling over time → one logit per class.
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 */
export const sequenceClassifier = definePreset({
  name: 'sequence-classifier',
  description: 'Tokens → recurrent layers → pooling over time → one class',
  input: 'tokens',
  sizes: {
    vocabulary: SIZES.vocabulary,
    classes: SIZES.classes,
  },
  options: {
    ...STACK,
    bidirectional: BIDIRECTIONAL,
    embedding: EMBEDDING,
    pool: POOL,
    dropout: DROPOUT,
    embeddingDropout: EMBEDDING_DROPOUT,
    recurrentDropout: RECURRENT_DROPOUT,
  },
  spec({
    vocabulary,
    classes,
    cell,
    units,
    layers,
    bidirectional,
    embedding,
    pool,
    dropout,
    embeddingDropout,
    recurrentDropout,
  }) {
    const drop = (rate: number): LayerSpec[] => (rate === 0 ? [] : [{ type: 'dropout', rate }]);
    return {
      input: { type: 'tokens', vocabulary },
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
        { type: 'dense', units: classes },
      ],
    };
  },
});

/** Options of {@link sequenceClassifier}. */
export type SequenceClassifierOptions = PresetOptions<typeof sequenceClassifier>;
