import { shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../../error.js';

/**
 * The ids of a text, without those that the tokenizer puts around it.
 *
 * @param name - How messages call the text.
 * @throws InferenceError for a text with something that the model does not know
 */
export function encodeText(tokenizer: Tokenizer, text: string, name: string): number[] {
  const unknown = tokenizer.unknowns(text);
  if (unknown.length > 0) {
    const some = unknown.slice(0, 8).map((token) => shown(token, 20));
    const listed = `${some.join(', ')}${unknown.length > 8 ? ', …' : ''}`;
    throw new InferenceError(
      `${name} has ${listed}, which the model does not know; it knows ${knownTo(tokenizer)}.`,
    );
  }
  const ids = [...tokenizer.encode(text)];
  if (tokenizer.startId !== undefined && ids[0] === tokenizer.startId) ids.shift();
  if (tokenizer.endId !== undefined && ids.at(-1) === tokenizer.endId) ids.pop();
  return ids;
}

/** What a text may be made of, in a few words. */
function knownTo({ vocabulary: { tokens, specials } }: Tokenizer): string {
  const ordinary = tokens.filter((token) => token !== '' && !specials.includes(token));
  if (ordinary.some((token) => [...token].length > 1)) {
    return `${ordinary.length} words, such as ${ordinary
      .slice(0, 5)
      .map((token) => shown(token, 20))
      .join(', ')}`;
  }
  const all = ordinary.join('');
  return ordinary.length <= 120
    ? `the characters ${JSON.stringify(all)}`
    : `${ordinary.length} characters: ${JSON.stringify([...all].slice(0, 120).join(''))} …`;
}
