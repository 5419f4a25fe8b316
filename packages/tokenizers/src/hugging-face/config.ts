import { shownPart, TokenizerFormatError } from '../format-error.js';
import { isObject, own } from '../json-value.js';

/** What is read of a `tokenizer_config.json`. */
export interface Config {
  readonly padToken: string | undefined;
  readonly cleanUp: boolean;
}

/** @throws TokenizerFormatError for another value than an object or nothing */
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

/** A token is written as a text, or as an object with its content. */
export function tokenOf(value: unknown): string | undefined {
  const text = isObject(value) ? own(value, 'content') : value;
  return typeof text === 'string' ? text : undefined;
}
