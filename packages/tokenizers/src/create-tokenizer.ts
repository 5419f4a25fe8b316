import type { Coder } from './coder.js';
import { concatenate } from './concatenate.js';
import { postProcessorJSON } from './post-processor.js';
import { requireIds } from './require-ids.js';
import type { SpecialTokens } from './special-tokens.js';
import { createNormalizer, type TextOptions } from './text/normalizer.js';
import { createSections } from './text/sections.js';
import type { Tokenizer } from './tokenizer.js';
import type { ComponentJSON, TokenizerJSON } from './tokenizer-json.js';

/** What a file from elsewhere may have otherwise. */
export interface Origin {
  /** The id of padding (default 0). */
  padId: number | undefined;
  /** What `toJSON` gives (default: what this package writes). */
  toJSON(): TokenizerJSON;
}

/** Joins a way to encode, special tokens and text options to a tokenizer. */
export function createTokenizer(
  coder: Coder,
  specials: SpecialTokens,
  options: TextOptions,
  origin?: Origin,
): Tokenizer {
  const { vocabulary, unknownId } = coder;
  const { normalize, dropped, json } = createNormalizer(options);
  const cut = createSections(specials.tokens);
  const padId = origin ? origin.padId : 0;
  const idOf = (token: string | undefined) => (token === undefined ? undefined : vocabulary.id(token));
  const startId = idOf(specials.start);
  const endId = idOf(specials.end);
  const before = startId === undefined ? [] : [Int32Array.of(startId)];
  const after = endId === undefined ? [] : [Int32Array.of(endId)];
  const isPlain = startId === undefined && endId === undefined;
  const encodeSection = (section: string, i: number) =>
    i % 2 === 1 ? Int32Array.of(vocabulary.id(section)!) : coder.encode(normalize(section));

  return Object.freeze({
    vocabulary,
    padId,
    unknownId,
    startId,
    endId,
    encode(text: string) {
      const sections = cut(text);
      if (isPlain && sections.length === 1) return coder.encode(normalize(text));
      return concatenate([...before, ...sections.map(encodeSection), ...after]);
    },
    decode(ids: ArrayLike<number>) {
      requireIds(ids);
      const shown: number[] = [];
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i]!;
        if (id !== padId && id !== startId && id !== endId) shown.push(id);
      }
      return coder.decode(shown);
    },
    unknowns(text: string) {
      const ordinary = cut(text).filter((_, i) => i % 2 === 0);
      const missing = ordinary.flatMap((section) => coder.unknowns(normalize(section)));
      return [...new Set([...missing, ...ordinary.flatMap(dropped)])];
    },
    toJSON: origin?.toJSON ?? (() => written(coder, specials, json)),
  });
}

function written(coder: Coder, specials: SpecialTokens, normalizer: ComponentJSON | null): TokenizerJSON {
  const { pre_tokenizer, decoder, model } = coder.toJSON();
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.tokens.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: structuredClone(normalizer),
    pre_tokenizer,
    post_processor: postProcessorJSON(specials),
    decoder,
    model,
  };
}
