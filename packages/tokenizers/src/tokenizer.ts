import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import { postProcessorJSON } from './hugging-face/post-processor.js';
import type { ComponentJSON, TokenizerJSON } from './hugging-face/tokenizer-json.js';
import { type SpecialTokens, specialTokenSplitter } from './special-tokens.js';
import { createNormalizer, type TextOptions } from './text/normalizer.js';
import type { Vocabulary } from './vocabulary.js';

/** Turns text into integer ids and back. Immutable; every method is deterministic and may be passed around. */
export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** The id that fills up short sequences in a batch: 0, but for a file from elsewhere any id, or none. */
  readonly padId: number | undefined;
  /** The id of everything outside the vocabulary: 1 for characters and words, none for bytes and byte pairs. */
  readonly unknownId: number | undefined;
  /** The id before every encoded text, where there is one. */
  readonly startId: number | undefined;
  /** The id after every encoded text, where there is one. */
  readonly endId: number | undefined;
  /**
   * The ids of a text, shape `[steps]`. The empty text gives no ids but those of start and end, and so does a
   * text of which the normalization leaves nothing. A special token spelled out in the text (`"[UNK]"`) gives its
   * id, as Hugging Face tokenizers do.
   *
   * @throws TokenizerError when `text` is not a string
   */
  encode(text: string): Int32Array;
  /**
   * The text of ids. Padding, start and end are left out; an unknown reads `[UNK]`. Characters are joined
   * directly, words with one space; bytes that are not UTF-8 become U+FFFD.
   *
   * @throws TokenizerError when an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /**
   * What a model would not see of a text, each once, in order: tokens outside the vocabulary first, then
   * characters that the normalization drops (other than combining marks). For warnings.
   */
  unknowns(text: string): string[];
  /** The content of a Hugging Face `tokenizer.json`, as a new plain object. */
  toJSON(): TokenizerJSON;
}

/** What a file from elsewhere may have otherwise. */
export interface Origin {
  /** The id of padding (default 0). */
  padId: number | undefined;
  /** What `toJSON` gives (default: what this package writes). */
  toJSON(): TokenizerJSON;
}

/** Joins a way to encode, special tokens and text options to a tokenizer. */
export function createTokenizer(
  coder: Codec,
  specials: SpecialTokens,
  options: TextOptions,
  origin?: Origin,
): Tokenizer {
  const { vocabulary, unknownId } = coder;
  const { normalize, dropped, json } = createNormalizer(options);
  const cut = specialTokenSplitter(specials.tokens);
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

function written(coder: Codec, specials: SpecialTokens, normalizer: ComponentJSON | null): TokenizerJSON {
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

/** What differs between tokenizers: how normalized text without special tokens becomes ids, and ids text. */
export interface Codec {
  readonly vocabulary: Vocabulary;
  readonly unknownId: number | undefined;
  encode(text: string): Int32Array;
  /** @param ids special ones too, but for those that are not shown @throws TokenizerError for an id without a token */
  decode(ids: number[]): string;
  /** What of a text would become unknown, in order; may hold repetitions. */
  unknowns(text: string): string[];
  toJSON(): Pick<TokenizerJSON, 'pre_tokenizer' | 'decoder' | 'model'>;
}

/** Throws a {@link TokenizerError} unless `ids` is an array or a typed array. What is in it is not looked at. */
export function requireIds(ids: unknown): void {
  if (typeof ids === 'object' && Number.isInteger((ids as ArrayLike<unknown> | null)?.length)) return;
  throw new TokenizerError(`decode takes an array of ids, received ${shown(ids)}.`);
}

/** The ids of all parts, one after the other. */
export function concatenate(parts: readonly Int32Array[]): Int32Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Int32Array(length);
  let offset = 0;
  for (const part of parts) {
    // For a few ids, as most words have, a loop is several times faster than `set`.
    if (part.length > 32) all.set(part, offset);
    else for (let i = 0; i < part.length; i++) all[offset + i] = part[i]!;
    offset += part.length;
  }
  return all;
}
