import { isObject, own } from '../json-value.js';
import type { CheckedFile } from './check-file.js';
import type { Config } from './config.js';

/** Names that published files give to padding. */
const USUAL = ['[PAD]', '<pad>', '<|pad|>', '<PAD>'];

/** The id of padding: as the configuration says, or the part `padding`, or a special token with a usual name. */
export function padIdOf({ json, vocabulary }: CheckedFile, { padToken }: Config): number | undefined {
  const written = isObject(json.padding) ? own(json.padding, 'pad_token') : undefined;
  const usual = USUAL.find((name) => vocabulary.specials.includes(name));
  for (const token of [padToken, written, usual]) {
    if (typeof token === 'string' && vocabulary.has(token)) return vocabulary.id(token);
  }
  return undefined;
}
