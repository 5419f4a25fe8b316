import type { Tokenizer } from '@rnnlab/tokenizers';
import { type Augmentation, tokenDropout } from '@rnnlab/trainer';
import type { Settings } from '../recipes/recipe.js';

/**
 * Tokens that are read as unknown while training, if a recipe wants it.
 *
 * @param kept - Ids that are always read.
 */
export function missingTokens(
  { unknownId, padId }: Tokenizer,
  { tokenizer }: Settings,
  kept: readonly number[] = [],
): Augmentation | undefined {
  const rate = 'dropout' in tokenizer! ? tokenizer.dropout : 0;
  if (rate === 0) return undefined;
  return tokenDropout({ rate, id: unknownId!, keep: padId === undefined ? kept : [padId, ...kept] });
}
