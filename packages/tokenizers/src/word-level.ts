import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import type { ComponentJSON } from './hugging-face/tokenizer-json.js';
import { PAD, UNKNOWN } from './special-tokens.js';
import { hasLoneSurrogate } from './text/unicode.js';
import type { Codec } from './tokenizer.js';
import type { Vocabulary } from './vocabulary.js';

/** How one kind of tokenizer with a fixed list of tokens cuts normalized text; everything else is shared. */
export interface TokenUnit {
  /** A noun for messages: what its tokens are. */
  readonly name: 'character' | 'word';
  /** What stands between two tokens of a decoded text. */
  readonly separator: string;
  /** The same cut in the words of `tokenizer.json`. */
  readonly preTokenizer: ComponentJSON;
  readonly decoder: ComponentJSON | null;
  /** The tokens of a normalized text, in order. */
  split(text: string): string[];
  /** Makes the fast path from normalized text to ids: the same as looking up each token of `split`. */
  encoder(vocabulary: Vocabulary): (text: string) => Int32Array;
}

/** The special tokens of every tokenizer with a fixed list of tokens, by id. */
export const WORD_LEVEL_SPECIALS = [PAD, UNKNOWN] as const;
export const UNKNOWN_ID = 1;

/** Encodes with a fixed list of tokens: what is not in it is unknown. */
export function wordLevel(kind: TokenUnit, vocabulary: Vocabulary): Codec {
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

/**
 * Refuses a vocabulary that texts of this kind could never use.
 *
 * @throws TokenizerError when it is empty, or when a token is not exactly one token of the kind
 */
export function requireUnits(kind: TokenUnit, tokens: Iterable<string>): void {
  let count = 0;
  for (const token of tokens) {
    count++;
    if (kind.split(token).length !== 1 || kind.split(token)[0] !== token || hasLoneSurrogate(token)) {
      throw new TokenizerError(`The vocabulary holds ${shown(token)}, which is not one ${kind.name}.`);
    }
  }
  if (count === 0)
    throw new TokenizerError(`The vocabulary must hold at least one ${kind.name}, received none.`);
}

/**
 * The strings of a list.
 *
 * @param what the list, as the sentence names it
 * @throws TokenizerError when it is no list, or holds something else than strings
 */
export function requireStrings(what: string, list: unknown): string[] {
  if (typeof list === 'string' || typeof Object(list)[Symbol.iterator] !== 'function') {
    throw new TokenizerError(`${what} must be a list of strings, received ${shown(list)}.`);
  }
  const strings: unknown[] = [...(list as Iterable<unknown>)];
  const place = strings.findIndex((item) => typeof item !== 'string');
  if (place < 0) return strings as string[];
  throw new TokenizerError(`${what} must hold only strings, received ${shown(strings[place])} at ${place}.`);
}
