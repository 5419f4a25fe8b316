import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells/index.js';
import { SpecError } from '../spec/error.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';

export interface LanguageModelOptions {
  /** Ids a token may have. */
  vocabulary: number;
  /** Default `lstm`. */
  cell?: CellName;
  /** Entries of the state; default 128. */
  units?: number;
  /** Recurrent layers on each other; default 1. */
  layers?: number;
  /** Entries of a token's trained vector; 0, the default, reads tokens as one-hot vectors. */
  embedding?: number;
  /** Whether the logits are products with the tokens' vectors, which saves a matrix; default false. */
  tied?: boolean;
  /** Dropout between recurrent layers and before the logits; default 0. */
  dropout?: number;
  /** Dropout of the tokens' vectors; default 0. */
  embeddingDropout?: number;
  /** Dropout of the state where it enters a product, one mask for all steps; default 0. */
  recurrentDropout?: number;
  /** Whether every dropout has one mask for all steps of an example; default false: a draw for each step. */
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
 * Reads tokens and gives a logit for each token that may come next, in every step: look-up → recurrent stack → logits.
 * Source of `tied`: O. Press and L. Wolf, Using the Output Embedding to Improve Language Models, 2017; of
 * `variational`: Y. Gal and Z. Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent Neural
 * Networks, 2016.
 *
 * @throws SpecError for an option that there is not, and for one that is missing.
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
