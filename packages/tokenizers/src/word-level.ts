import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import type { ComponentJSON } from './hugging-face/tokenizer-json.js';
import { PAD, UNKNOWN } from './special-tokens.js';
import { hasLoneSurrogate } from './text/unicode.js';
import type { Codec } from './tokenizer.js';
import type { Vocabulary } from './vocabulary.js';

/** The unit that a `WordLevel` tokenizer splits normalized text into, characters or words; everything else is shared. */
export interface TokenUnit {
  /** The noun for a token in error messages. */
  readonly name: 'character' | 'word';
  /** The separator of two tokens of a decoded text. */
  readonly separator: string;
  /** The same split as a pre-tokenizer of `tokenizer.json`. */
  readonly preTokenizer: ComponentJSON;
  readonly decoder: ComponentJSON | null;
  /** The tokens of a normalized text, in order. */
  split(text: string): string[];
  /** Makes the fast path from normalized text to ids: equal to looking up each token of `split`. */
  encoder(vocabulary: Vocabulary): (text: string) => Int32Array;
}

/** The first special tokens of every `WordLevel` tokenizer, by id. */
export const WORD_LEVEL_SPECIALS = [PAD, UNKNOWN] as const;
export const UNKNOWN_ID = 1;

/** Encodes by a lookup table of tokens (the model `WordLevel` of Hugging Face): tokens outside of it become `[UNK]`. */
export function wordLevelCodec(unit: TokenUnit, vocabulary: Vocabulary): Codec {
  return {
    vocabulary,
    unknownId: UNKNOWN_ID,
    encode: unit.encoder(vocabulary),
    decode(ids) {
      let text = '';
      for (let i = 0; i < ids.length; i++) text += (i > 0 ? unit.separator : '') + vocabulary.token(ids[i]!);
      return text;
    },
    unknowns: (text) => unit.split(text).filter((token) => !vocabulary.has(token)),
    toJSON: () => ({
      pre_tokenizer: structuredClone(unit.preTokenizer),
      decoder: structuredClone(unit.decoder),
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        unk_token: UNKNOWN,
      },
    }),
  };
}

/**
 * Checks that a vocabulary is not empty and that each token is exactly one unit, as `split` makes them.
 *
 * @throws {TokenizerError} When it is not.
 */
export function requireUnits(unit: TokenUnit, tokens: Iterable<string>): void {
  let count = 0;
  for (const token of tokens) {
    count++;
    if (unit.split(token).length !== 1 || unit.split(token)[0] !== token || hasLoneSurrogate(token)) {
      throw new TokenizerError(`The vocabulary holds ${shown(token)}, which is not one ${unit.name}.`);
    }
  }
  if (count === 0)
    throw new TokenizerError(`The vocabulary must hold at least one ${unit.name}, received none.`);
}

/**
 * Checks a list of strings.
 *
 * @param what - The subject of the error's sentence.
 * @throws {TokenizerError} When it is no list, or has an item that is no string.
 */
export function requireStrings(what: string, list: unknown): string[] {
  if (typeof list === 'string' || typeof Object(list)[Symbol.iterator] !== 'function') {
    throw new TokenizerError(`${what} must be a list of strings, received ${shown(list)}.`);
  }
  const strings: unknown[] = [...(list as Iterable<unknown>)];
  const index = strings.findIndex((item) => typeof item !== 'string');
  if (index < 0) return strings as string[];
  throw new TokenizerError(`${what} must hold only strings, received ${shown(strings[index])} at ${index}.`);
}
