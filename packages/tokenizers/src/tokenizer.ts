import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import { postProcessorJSON } from './hugging-face/post-processor.js';
import type { ComponentJSON, TokenizerJSON } from './hugging-face/tokenizer-json.js';
import { type SpecialTokens, specialTokenSplitter } from './special-tokens.js';
import { createNormalizer, type TextOptions } from './text/normalizer.js';
import type { Vocabulary } from './vocabulary.js';

/** Turns text into integer ids and back. Immutable; every method is deterministic and may be passed around. */
export interface Tokenizer {
  /** The tokens and their ids. */
  readonly vocabulary: Vocabulary;
  /** The id of the padding token: 0, but in a file from elsewhere any id, or none. */
  readonly padId: number | undefined;
  /** The id of the unknown token: 1 for characters and words, none for bytes and byte pairs. */
  readonly unknownId: number | undefined;
  /** The id of the start token before every encoded text, if there is one. */
  readonly startId: number | undefined;
  /** The id of the end token after every encoded text, if there is one. */
  readonly endId: number | undefined;
  /**
   * Encodes a text as ids, shape `[steps]`. The empty text gives no ids but those of start and end, and so does a
   * text of which the normalization leaves nothing. A special token spelled out in the text (`"[UNK]"`) becomes its
   * id, as in Hugging Face tokenizers.
   *
   * @throws {TokenizerError} When `text` is not a string.
   */
  encode(text: string): Int32Array;
  /**
   * Decodes ids to a text. Padding, start and end are skipped; an unknown reads `[UNK]`. Characters are joined
   * directly, words with one space; bytes that are not UTF-8 become U+FFFD.
   *
   * @throws {TokenizerError} When an id is not in the vocabulary.
   */
  decode(ids: ArrayLike<number>): string;
  /**
   * Lists the parts of a text that a model would not see, each once, in order: unknown tokens first, then characters
   * that the normalization drops (other than combining marks). For warnings.
   */
  unknowns(text: string): string[];
  /** Makes the content of a Hugging Face `tokenizer.json`, as a new plain object. */
  toJSON(): TokenizerJSON;
}

/** Parts that a file from elsewhere may override. */
interface Origin {
  /** The id of padding. */
  padId: number | undefined;
  /** The `tokenizer.json` of the tokenizer. */
  toJSON(): TokenizerJSON;
}

/** Makes a tokenizer of a codec, special tokens and text options. */
export function createTokenizer(
  codec: Codec,
  specials: SpecialTokens,
  options: TextOptions,
  origin?: Origin,
): Tokenizer {
  const { vocabulary, unknownId } = codec;
  const { normalize, dropped, json } = createNormalizer(options);
  const splitSpecial = specialTokenSplitter(specials.tokens);
  const padId = origin ? origin.padId : 0;
  const idOf = (token: string | undefined) => (token === undefined ? undefined : vocabulary.id(token));
  const startId = idOf(specials.start);
  const endId = idOf(specials.end);
  const before = startId === undefined ? [] : [Int32Array.of(startId)];
  const after = endId === undefined ? [] : [Int32Array.of(endId)];
  const isPlain = startId === undefined && endId === undefined;
  const encodeSection = (section: string, i: number) =>
    i % 2 === 1 ? Int32Array.of(vocabulary.id(section)!) : codec.encode(normalize(section));

  return Object.freeze({
    vocabulary,
    padId,
    unknownId,
    startId,
    endId,
    encode(text: string) {
      const sections = splitSpecial(text);
      if (isPlain && sections.length === 1) return codec.encode(normalize(text));
      return concatenate([...before, ...sections.map(encodeSection), ...after]);
    },
    decode(ids: ArrayLike<number>) {
      requireIds(ids);
      const shown: number[] = [];
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i]!;
        if (id !== padId && id !== startId && id !== endId) shown.push(id);
      }
      return codec.decode(shown);
    },
    unknowns(text: string) {
      const ordinary = splitSpecial(text).filter((_, i) => i % 2 === 0);
      const missing = ordinary.flatMap((section) => codec.unknowns(normalize(section)));
      return [...new Set([...missing, ...ordinary.flatMap(dropped)])];
    },
    toJSON: origin?.toJSON ?? (() => tokenizerJSON(codec, specials, json)),
  });
}

function tokenizerJSON(
  codec: Codec,
  specials: SpecialTokens,
  normalizer: ComponentJSON | null,
): TokenizerJSON {
  const { pre_tokenizer, decoder, model } = codec.toJSON();
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

/** The part that differs between tokenizers: from normalized text without special tokens to ids, and back. */
export interface Codec {
  readonly vocabulary: Vocabulary;
  readonly unknownId: number | undefined;
  encode(text: string): Int32Array;
  /**
   * @param ids - Ids without padding, start and end; other special ones may be among them.
   * @throws {TokenizerError} For an id without a token.
   */
  decode(ids: number[]): string;
  /** The unknown tokens of a text, in order; may have repetitions. */
  unknowns(text: string): string[];
  toJSON(): Pick<TokenizerJSON, 'pre_tokenizer' | 'decoder' | 'model'>;
}

/** Throws a {@link TokenizerError} unless `ids` is an array or a typed array. Its entries are not checked. */
export function requireIds(ids: unknown): void {
  if (typeof ids === 'object' && Number.isInteger((ids as ArrayLike<unknown> | null)?.length)) return;
  throw new TokenizerError(`decode takes an array of ids, received ${shown(ids)}.`);
}

/** Concatenates ids. */
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
