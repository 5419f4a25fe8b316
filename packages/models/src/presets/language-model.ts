import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells.js';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link languageModel}. */
export interface LanguageModelOptions {
  /** Size of the vocabulary. */
  vocabulary: number;
  /** The recurrent cell. Default: `lstm`. */
  cell?: CellName;
  /** Entries of the state. Default: 128. */
  units?: number;
  /** Stacked recurrent layers. Default: 1. */
  layers?: number;
  /** Size of the embedding; 0 for one-hot tokens. Default: 0. */
  embedding?: number;
  /** Whether the weights of the logits are tied to the embedding, which saves a matrix. Default: false. */
  tied?: boolean;
  /** Dropout between recurrent layers and before the logits. Default: 0. */
  dropout?: number;
  /** Dropout of the embedded tokens. Default: 0. */
  embeddingDropout?: number;
  /** Recurrent dropout, of the state where it enters a product, one mask for all steps. Default: 0. */
  recurrentDropout?: number;
  /** Variational dropout: every dropout has one mask for all steps of an example. Default: false, a draw for each step. */
  variational?: boolean;
}

const OPTIONS: readonly (keyof LanguageModelOptions)[] = [
  'vocabulary',
  'cell',
  'units',
  'layers',
  'embedding',
  'tied',
  'dropout',
  'embeddingDropout',
  'recurrentDropout',
  'variational',
];

/**
 * Makes a language model, which reads tokens and gives the logits of the next token in every step: look-up → recurrent
 * stack → logits.
 *
 * Source of `tied`: Press & Wolf (2017), "Using the Output Embedding to Improve Language Models"; of `variational`: Gal &
 * Ghahramani (2016), "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks".
 *
 * @throws {SpecError} For an unknown or a missing option.
 *
 * @example
 * languageModel({ vocabulary: 65, units: 512, layers: 2, embedding: 64, dropout: 0.3 });
 */
export function languageModel(options: LanguageModelOptions): ModelSpec {
  checkOptions('languageModel', options, OPTIONS, SpecError, ['vocabulary']);
  const {
    cell = 'lstm',
    units = 128,
    layers = 1,
    embedding = 0,
    tied = false,
    variational = false,
  } = options;
  const { dropout = 0, embeddingDropout = 0, recurrentDropout = 0 } = options;
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
    : [{ type: 'dense', units: options.vocabulary }];
  return {
    input: { type: 'tokens', vocabulary: options.vocabulary },
    layers: [
      embedding === 0 ? { type: 'one-hot' } : { type: 'embedding', units: embedding },
      ...drop(embeddingDropout),
      ...stack,
      ...drop(dropout),
      ...logits,
    ],
  };
}
