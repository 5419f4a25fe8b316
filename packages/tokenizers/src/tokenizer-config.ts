import { shown } from '@rnnlab/shared';
import type { Tokenizer } from './tokenizer.js';
import { TokenizerError } from './tokenizer-error.js';

/** The content of a Hugging Face `tokenizer_config.json`. */
export interface TokenizerConfig {
  tokenizer_class: 'PreTrainedTokenizerFast';
  pad_token?: string;
  unk_token?: string;
  bos_token?: string;
  eos_token?: string;
  clean_up_tokenization_spaces: false;
}

/**
 * The content of the `tokenizer_config.json` that belongs beside `tokenizer.json`. Transformers takes the
 * padding, start and end tokens from it, and `@huggingface/tokenizers` the unknown token; without it that library
 * gives `undefined` for unknown tokens of a character or word tokenizer.
 *
 * @example
 * import { Tokenizer } from '@huggingface/tokenizers';
 * const theirs = new Tokenizer(tokenizer.toJSON(), tokenizerConfig(tokenizer));
 */
export function tokenizerConfig(tokenizer: Tokenizer): TokenizerConfig {
  if (typeof Object(tokenizer).vocabulary?.token !== 'function') {
    throw new TokenizerError(`tokenizerConfig takes a tokenizer, received ${shown(tokenizer)}.`);
  }
  const { vocabulary, padId, unknownId, startId, endId } = tokenizer;
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    ...(padId !== undefined && { pad_token: vocabulary.token(padId) }),
    ...(unknownId !== undefined && { unk_token: vocabulary.token(unknownId) }),
    ...(startId !== undefined && { bos_token: vocabulary.token(startId) }),
    ...(endId !== undefined && { eos_token: vocabulary.token(endId) }),
    clean_up_tokenization_spaces: false,
  };
}
