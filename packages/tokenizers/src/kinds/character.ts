import type { Vocabulary } from '../vocabulary.js';
import type { Kind } from './kind.js';
import { UNKNOWN_ID } from './token-list.js';

/** One token per Unicode code point. */
export const character: Kind = {
  unit: 'character',
  separator: '',
  preTokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
  decoder: { type: 'Fuse' },
  split: (text) => [...text],
  encoder,
};

function encoder(vocabulary: Vocabulary): (text: string) => Int32Array {
  // A table indexed by UTF-16 unit is several times faster than a map of strings; the few characters
  // above U+FFFF go through a map.
  const table = new Int32Array(0x10000).fill(UNKNOWN_ID);
  const above = new Map<number, number>();
  for (const [id, token] of vocabulary.tokens.entries()) {
    const codePoint = token.codePointAt(0)!;
    if (token.length !== (codePoint < 0x10000 ? 1 : 2)) continue;
    if (codePoint < 0x10000) table[codePoint] = id;
    else above.set(codePoint, id);
  }
  return (text) => {
    const ids = new Int32Array(text.length);
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0xd800 || unit > 0xdbff) {
        ids[length++] = table[unit]!;
        continue;
      }
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      ids[length++] = above.get(codePoint) ?? UNKNOWN_ID;
    }
    return length === ids.length ? ids : ids.slice(0, length);
  };
}
