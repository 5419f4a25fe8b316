import type { Coder } from '../coder.js';
import { PAD, UNKNOWN } from '../special-tokens.js';
import type { Vocabulary } from '../vocabulary.js';
import type { Kind } from './kind.js';

/** The special tokens of every tokenizer with a fixed list of tokens, by id. */
export const LIST_SPECIALS = [PAD, UNKNOWN] as const;
export const UNKNOWN_ID = 1;

/** Encodes with a fixed list of tokens: what is not in it is unknown. */
export function tokenList(kind: Kind, vocabulary: Vocabulary): Coder {
  return {
    vocabulary,
    unknownId: UNKNOWN_ID,
    encode: kind.encoder(vocabulary),
    decode(ids) {
      let text = '';
      for (let i = 0; i < ids.length; i++) text += (i > 0 ? kind.separator : '') + vocabulary.token(ids[i]!);
      return text;
    },
    unknowns: (text) => kind.split(text).filter((token) => !vocabulary.has(token)),
    toJSON: () => ({
      pre_tokenizer: structuredClone(kind.preTokenizer),
      decoder: structuredClone(kind.decoder),
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        unk_token: UNKNOWN,
      },
    }),
  };
}
