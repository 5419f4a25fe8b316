import { RATE } from '@rnnlab/shared';
import type { LayerSpec } from '../spec.js';
import {
  definePreset,
  EMBEDDING,
  EMBEDDING_DROPOUT,
  type PresetOptions,
  RECURRENT_DROPOUT,
  SIZES,
  STACK,
} from './preset.js';

/**
 * Makes a language model, which reads tokens and gives the logits of the next token in every step: look-up → recurrent
 * stack → logits.
 *
 * Source of `tied`: Press & Wolf (2017), "Using the Output Embedding to Improve Language Models"; of `variational`: Gal &
 * Ghahramani (2016), "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks".
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * languageModel({ vocabulary: 65, units: 512, layers: 2, embedding: 64, dropout: 0.3 });
 */
export const languageModel = definePreset({
  name: 'language-model',
  description: 'Tokens → recurrent layers → logits of the next token, in every step',
  input: 'tokens',
  sizes: {
    vocabulary: SIZES.vocabulary,
  },
  options: {
    ...STACK,
    embedding: EMBEDDING,
    tied: {
      type: 'boolean',
      default: false,
      description: 'Tied weights: the logits use the embedding matrix.',
    },
    dropout: { ...RATE, default: 0, description: 'Dropout between recurrent layers and before the logits.' },
    embeddingDropout: EMBEDDING_DROPOUT,
    recurrentDropout: RECURRENT_DROPOUT,
    variational: {
      type: 'boolean',
      default: false,
      description: 'Variational dropout: one mask for all time steps of an example.',
    },
  },
  spec({
    vocabulary,
    cell,
    units,
    layers,
    embedding,
    tied,
    dropout,
    embeddingDropout,
    recurrentDropout,
    variational,
  }) {
    const drop = (rate: number): LayerSpec[] =>
      rate === 0 ? [] : [{ type: 'dropout', rate, ...(variational && { mask: 'example' as const }) }];
    const recurrent = (stacked: number): LayerSpec => ({
      type: 'recurrent',
      ...{ cell, units, layers: stacked },
      ...(stacked > 1 && { dropout }),
      ...(recurrentDropout !== 0 && { recurrentDropout }),
    });
    // Within one layer of the spec the masks between its stacked layers are drawn for each step.
    const stack = variational
      ? Array.from({ length: layers }, (_, k) => [...(k > 0 ? drop(dropout) : []), recurrent(1)]).flat()
      : [recurrent(layers)];
    const logits: LayerSpec[] = tied
      ? [
          ...(embedding === units ? [] : [{ type: 'dense' as const, units: embedding }]),
          { type: 'tied-dense', embedding: 0 },
        ]
      : [{ type: 'dense', units: vocabulary }];
    return {
      input: { type: 'tokens', vocabulary },
      layers: [
        embedding === 0 ? { type: 'one-hot' } : { type: 'embedding', units: embedding },
        ...drop(embeddingDropout),
        ...stack,
        ...drop(dropout),
        ...logits,
      ],
    };
  },
});

/** Options of {@link languageModel}. */
export type LanguageModelOptions = PresetOptions<typeof languageModel>;
