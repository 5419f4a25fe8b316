import { shown } from '@rnnlab/shared';
import { TokenizerError } from '../tokenizer-error.js';
/** Cuts a text at special tokens: even places of the result are ordinary text, odd ones special tokens. */
export type Sections = (text: string) => string[];

/**
 * Makes the function that cuts a text at special tokens that are spelled out in it; of several that begin at the
 * same place, the longest counts. Hugging Face tokenizers do the same before they normalize.
 *
 * @param specials the special tokens, none of them empty
 */
export function createSections(specials: readonly string[]): Sections {
  const longestFirst = [...specials].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const special = escaped.length === 0 ? undefined : new RegExp(`(${escaped.join('|')})`);
  return (text) => {
    if (typeof text !== 'string') {
      throw new TokenizerError(`A tokenizer takes a string, received ${kindOf(text)}.`);
    }
    return special?.test(text) ? text.split(special) : [text];
  };
}

const kindOf = (value: unknown) =>
  typeof value === 'object' || typeof value === 'function' ? shown(value) : typeof value;
