import { shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';

/**
 * The ids of some texts.
 *
 * @throws InferenceError for a value that is not an array of strings, and for a text without any token that the
 * model knows: it has nothing to predict from
 */
export function encodeTexts(tokenizer: Tokenizer, texts: readonly string[]): Int32Array[] {
  if (!Array.isArray(texts)) {
    throw new InferenceError(`Texts must be an array of strings, received ${shown(texts)}.`);
  }
  // Array.from, as map would skip the holes of a sparse array.
  return Array.from(texts as readonly unknown[], (text, k) => {
    if (typeof text !== 'string') {
      throw new InferenceError(`texts[${k}] must be a string, received ${shown(text)}.`);
    }
    if (text === '') throw new InferenceError(`texts[${k}] is empty, expected at least one character.`);
    const ids = tokenizer.encode(text);
    if (ids.every((id) => id === tokenizer.unknownId || id === tokenizer.padId)) {
      throw new InferenceError(nothingKnown(tokenizer, text, k));
    }
    return ids;
  });
}

function nothingKnown(tokenizer: Tokenizer, text: string, k: number): string {
  const unknown = tokenizer.unknowns(text);
  const start = `texts[${k}] (${shown(text, 40)}) has nothing that the model knows`;
  if (unknown.length === 0) return `${start}.`;
  const listed = unknown.slice(0, 10).map((token) => shown(token, 20));
  return `${start}: ${listed.join(', ')}${unknown.length > 10 ? ', …' : ''} ${unknown.length > 1 ? 'are' : 'is'} not in its vocabulary.`;
}
