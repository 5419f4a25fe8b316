import { type ErrorCode, RnnlabError, shown } from '@rnnlab/shared';
import { isObject } from './hugging-face/tokenizer-json.js';

/** Error of an invalid argument. Its message is one sentence: the problem, what was expected, what was received. */
export class TokenizerError extends RnnlabError {
  override readonly name: string = 'TokenizerError';
  readonly code: ErrorCode = 'RNNLAB_TOKENIZER';
}

/** Error of an unsupported or invalid `tokenizer.json`; the message has the JSON path of the part. */
export class TokenizerFormatError extends TokenizerError {
  override readonly name = 'TokenizerFormatError';
  override readonly code = 'RNNLAB_TOKENIZER_FORMAT';
}

/** @param part - The JSON path of the unsupported part, such as `model.vocab`. */
export function unsupported(part: string, expected: string, received: unknown): TokenizerFormatError {
  return new TokenizerFormatError(
    `In tokenizer.json, ${part} is not supported: expected ${expected}, received ${shownPart(received)}.`,
  );
}

/** Formats a part of a file in a few words; a component by its type. */
export const shownPart = (value: unknown): string =>
  isObject(value) && typeof value.type === 'string'
    ? `an object of type ${shown(value.type, 60)}`
    : shown(value, 60);
