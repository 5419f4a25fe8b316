import { isObject } from './json-value.js';

/** A `tokenizer.json` that cannot be read; the message names the part. */
export class TokenizerFormatError extends Error {
  override readonly name = 'TokenizerFormatError';
}

/** @param part the JSON path of what is wrong, such as `model.vocab` */
export function unsupported(part: string, expected: string, received: unknown): TokenizerFormatError {
  return new TokenizerFormatError(
    `In tokenizer.json, ${part} is not supported: expected ${expected}, received ${shorten(received)}.`,
  );
}

/** A few words for any value, without walking through it: a hostile file may be deep or huge. */
export function shorten(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isObject(value)) {
    return typeof value.type === 'string' ? `an object of type ${shorten(value.type)}` : 'an object';
  }
  // Cut first: JSON.stringify would copy all of a huge text.
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, 70) : value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
