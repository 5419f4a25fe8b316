import type { Kind } from './kinds/kind.js';
import { createNormaliser, type TextOptions } from './text/normaliser.js';
import { sections } from './text/sections.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerJSON } from './tokenizer-json.js';
import { PAD_ID, SPECIALS, UNKNOWN_ID, type Vocabulary } from './vocabulary.js';

/** Joins a way to cut text, a vocabulary and text options to a tokenizer. */
export function createTokenizer(kind: Kind, vocabulary: Vocabulary, options: TextOptions): Tokenizer {
  const normaliser = createNormaliser(options);
  const encodeNormalised = kind.encoder(vocabulary);
  const encodeSection = (section: string, i: number) =>
    i % 2 === 1 ? Int32Array.of(vocabulary.id(section)!) : encodeNormalised(normaliser.normalise(section));

  return Object.freeze({
    vocabulary,
    padId: PAD_ID,
    unknownId: UNKNOWN_ID,
    encode: (text: string) => concatenate(sections(text).map(encodeSection)),
    decode(ids: ArrayLike<number>) {
      const tokens: string[] = [];
      for (let i = 0; i < ids.length; i++) {
        const token = vocabulary.token(ids[i]!);
        if (ids[i] !== PAD_ID) tokens.push(token);
      }
      return tokens.join(kind.separator);
    },
    unknowns(text: string) {
      const ordinary = sections(text).filter((_, i) => i % 2 === 0);
      const tokens = ordinary.flatMap((section) => kind.split(normaliser.normalise(section)));
      const missing = tokens.filter((token) => !vocabulary.has(token));
      return [...new Set([...missing, ...ordinary.flatMap(normaliser.dropped)])];
    },
    toJSON: (): TokenizerJSON => ({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: SPECIALS.map((content, id) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: structuredClone(normaliser.json),
      pre_tokenizer: structuredClone(kind.preTokenizer),
      post_processor: null,
      decoder: structuredClone(kind.decoder),
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        unk_token: SPECIALS[UNKNOWN_ID],
      },
    }),
  });
}

function concatenate(parts: Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
