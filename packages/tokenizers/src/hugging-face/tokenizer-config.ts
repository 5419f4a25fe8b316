import { shown } from '@rnnlab/shared';
import { shownPart, TokenizerError, TokenizerFormatError } from '../errors.js';
import type { Tokenizer } from '../tokenizer.js';
import type { CheckedFile } from './check-file.js';
import { isObject, own } from './tokenizer-json.js';

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
 * Makes the content of the `tokenizer_config.json` that belongs beside `tokenizer.json`. Transformers takes the
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

/** The settings that are read from a `tokenizer_config.json`. */
export interface Config {
  readonly padToken: string | undefined;
  readonly cleanUp: boolean;
}

/**
 * Reads a parsed `tokenizer_config.json`, or undefined for its defaults.
 *
 * @throws {TokenizerFormatError} For any other value than an object.
 */
export function readConfig(config: unknown): Config {
  if (config === undefined || config === null) return { padToken: undefined, cleanUp: false };
  if (!isObject(config)) {
    throw new TokenizerFormatError(
      `A tokenizer_config.json must be a JSON object, received ${shownPart(config)}.`,
    );
  }
  return {
    padToken: tokenOf(own(config, 'pad_token')),
    cleanUp: own(config, 'clean_up_tokenization_spaces') === true,
  };
}

/** Reads a token, which is written as a string, or as an object with its content. */
function tokenOf(value: unknown): string | undefined {
  const text = isObject(value) ? own(value, 'content') : value;
  return typeof text === 'string' ? text : undefined;
}

/** Names of the padding token in published files. */
const USUAL_PAD_TOKENS = ['[PAD]', '<pad>', '<|pad|>', '<PAD>'];

/** The id of padding: from the configuration, or the part `padding`, or a special token with a usual name. */
export function padIdOf({ json, vocabulary }: CheckedFile, { padToken }: Config): number | undefined {
  const written = isObject(json.padding) ? own(json.padding, 'pad_token') : undefined;
  const usual = USUAL_PAD_TOKENS.find((name) => vocabulary.specials.includes(name));
  for (const token of [padToken, written, usual]) {
    if (typeof token === 'string' && vocabulary.has(token)) return vocabulary.id(token);
  }
  return undefined;
}
