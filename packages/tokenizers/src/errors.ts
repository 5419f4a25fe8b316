import { type ErrorCode, RnnlabError, shown } from '@rnnlab/shared';
import { isObject } from './hugging-face/tokenizer-json.js';

/** The error of this package: its message is one sentence that says what was wrong, what was expected and received. */
export class TokenizerError extends RnnlabError {
  override readonly name: string = 'TokenizerError';
  readonly code: ErrorCode = 'RNNLAB_TOKENIZER';
}

/** A `tokenizer.json` that cannot be read; the message names the part. */
export class TokenizerFormatError extends TokenizerError {
  override readonly name = 'TokenizerFormatError';
  override readonly code = 'RNNLAB_TOKENIZER_FORMAT';
}

/** @param part the JSON path of what is wrong, such as `model.vocab` */
export function unsupported(part: string, expected: string, received: unknown): TokenizerFormatError {
  return new TokenizerFormatError(
    `In tokenizer.json, ${part} is not supported: expected ${expected}, received ${shownPart(received)}.`,
  );
}

/** A part of a file in a few words, of a component its type. */
export const shownPart = (value: unknown): string =>
  isObject(value) && typeof value.type === 'string'
    ? `an object of type ${shown(value.type, 60)}`
    : shown(value, 60);
