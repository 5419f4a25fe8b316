import { SPECIALS } from '../vocabulary.js';

const SPECIAL = new RegExp(`(${SPECIALS.map((token) => token.replace(/[[\]]/g, '\\$&')).join('|')})`);

/**
 * Cuts a text at special tokens that are spelled out in it. Even indices of the result are ordinary text (it
 * may be empty), odd ones are special tokens. Hugging Face tokenizers do the same before they normalise.
 */
export function sections(text: string): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`A tokenizer takes a string; received ${text === null ? 'null' : typeof text}.`);
  }
  return text.split(SPECIAL);
}
