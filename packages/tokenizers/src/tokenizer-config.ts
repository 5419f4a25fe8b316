import type { Tokenizer } from './tokenizer.js';

/** The content of a Hugging Face `tokenizer_config.json`. */
export interface TokenizerConfig {
  tokenizer_class: 'PreTrainedTokenizerFast';
  pad_token: string;
  unk_token: string;
  clean_up_tokenization_spaces: false;
}

/**
 * The content of the `tokenizer_config.json` that belongs beside `tokenizer.json`. Transformers takes the
 * padding token from it, and `@huggingface/tokenizers` the unknown token; without it that library gives
 * `undefined` for unknown tokens.
 *
 * @example
 * import { Tokenizer } from '@huggingface/tokenizers';
 * const theirs = new Tokenizer(tokenizer.toJSON(), tokenizerConfig(tokenizer));
 */
export function tokenizerConfig(tokenizer: Tokenizer): TokenizerConfig {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    pad_token: tokenizer.vocabulary.token(tokenizer.padId),
    unk_token: tokenizer.vocabulary.token(tokenizer.unknownId),
    clean_up_tokenization_spaces: false,
  };
}
