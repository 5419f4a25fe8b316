import type { Vocabulary } from '../vocabulary.js';
import type { Kind } from './kind.js';
import { UNKNOWN_ID } from './token-list.js';

const TOKEN = /[^\p{White_Space}\p{P}\p{S}]+|[\p{P}\p{S}]/gu;

/**
 * One token per word: a maximal run of characters that are neither white space (Unicode White_Space) nor
 * punctuation nor symbols (general categories P and S). Each punctuation mark or symbol is a token itself.
 */
export const word: Kind = {
  unit: 'word',
  separator: ' ',
  preTokenizer: {
    type: 'Split',
    pattern: { Regex: '[^\\s\\p{P}\\p{S}]+|[\\p{P}\\p{S}]' },
    behavior: 'Removed',
    invert: true,
  },
  decoder: null,
  split: (text) => text.match(TOKEN) ?? [],
  encoder,
};

function encoder(vocabulary: Vocabulary): (text: string) => Int32Array {
  return (text) => {
    const tokens = text.match(TOKEN) ?? [];
    const ids = new Int32Array(tokens.length);
    for (let i = 0; i < tokens.length; i++) ids[i] = vocabulary.id(tokens[i]!) ?? UNKNOWN_ID;
    return ids;
  };
}
