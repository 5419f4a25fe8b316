import { classOf, MARK, SPACE, WORD } from '../text/character-classes.js';
import { addToHash, EMPTY_HASH, SpanIndex } from '../text/span-index.js';
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

/** Cuts and looks up in one pass over the text, twice as fast as the regular expression and a map. */
function encoder(vocabulary: Vocabulary): (text: string) => Int32Array {
  const index = new SpanIndex(vocabulary.tokens);
  const room = new Int32Array(4096);
  return (text) => {
    // A text has no more words than units. The room for them is used again, as making it takes longer than a line.
    const ids = text.length <= room.length ? room : new Int32Array(text.length);
    let count = 0;
    let start = 0;
    let hash = EMPTY_HASH;
    const finish = (end: number) => {
      if (end === start) return;
      const id = index.find(text, start, end, hash);
      ids[count++] = id < 0 ? UNKNOWN_ID : id;
    };
    for (let i = 0; i < text.length; ) {
      const unit = text.charCodeAt(i);
      const codePoint = unit < 0xd800 || unit > 0xdbff ? unit : text.codePointAt(i)!;
      const next = codePoint > 0xffff ? i + 2 : i + 1;
      const kind = classOf(codePoint);
      if (kind !== WORD) {
        finish(i);
        start = i;
        hash = EMPTY_HASH;
      }
      if (kind !== SPACE) {
        hash = addToHash(hash, unit);
        if (next === i + 2) hash = addToHash(hash, text.charCodeAt(i + 1));
        if (kind === MARK) finish(next);
      }
      if (kind !== WORD) {
        start = next;
        hash = EMPTY_HASH;
      }
      i = next;
    }
    finish(text.length);
    return ids.slice(0, count);
  };
}
