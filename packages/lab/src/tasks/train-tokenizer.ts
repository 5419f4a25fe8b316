import type { Tokenizer } from '@rnnlab/tokenizers';
import { tokenizers } from '../families/tokenizers/index.js';
import type { SpecialTokens, TokenizerMember } from '../families/tokenizers/tokenizer.js';
import type { Settings } from '../recipes/recipe.js';

/**
 * The tokenizer of a recipe with the vocabulary of some texts.
 *
 * @throws LabError if no token is left.
 */
export function trainTokenizer(
  texts: Iterable<string>,
  { tokenizer }: Settings,
  special?: SpecialTokens,
): Promise<Tokenizer> {
  const { type, ...values } = tokenizer!;
  return (tokenizers[type] as TokenizerMember).train(texts, values, special);
}
