import { detachedCopy, utf8 } from '../text/unicode.js';
import { type Codec, concatenate } from '../tokenizer.js';
import type { Vocabulary } from '../vocabulary.js';
import { applyMerges, type Merge, MergeTable } from './apply-merges.js';
import type { SplitPattern } from './split-patterns.js';

/** The cache has words of up to this many UTF-16 units, and so many of them at most. */
const MAX_CACHED_LENGTH = 64;
const MAX_CACHED_WORDS = 100_000;
/** Up to this many UTF-16 units, ASCII is read unit by unit: calling the engine's encoder takes longer. */
const SHORT = 1000;

// Without this option a byte order mark at the start would be dropped.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Makes the codec of byte-level BPE: every text has ids, which decode to the text. Without merges, one id per byte.
 *
 * @param vocabulary - Has all 256 bytes; every token but those of `specials` is written in the byte alphabet.
 * @param specials - Tokens that are not written in the byte alphabet.
 * @param merges - The merges by rank.
 * @param pattern - The pre-tokenization.
 * @param wholeFirst - Whether a word that is a token stays whole, whatever the merges (`ignore_merges` of a file).
 */
export function byteLevelBpe(
  vocabulary: Vocabulary,
  specials: readonly string[],
  merges: readonly Merge[],
  pattern: SplitPattern,
  wholeFirst = false,
): Codec {
  const byteIds = Int32Array.from(BYTE_CHARACTERS, (character) => vocabulary.id(character)!);
  const table = new MergeTable(merges);
  const special = new Set(specials);
  const tokenBytes = vocabulary.tokens.map((token) => (special.has(token) ? undefined : bytesOfToken(token)));
  const cache = new Map<string, Int32Array>();

  function encodeWord(word: string): Int32Array {
    const known = cache.get(word);
    if (known) return known;
    const whole = wholeFirst ? vocabulary.id(byteName(word)) : undefined;
    const ids = whole === undefined ? applyMerges(bytesToIds(word, byteIds), table) : Int32Array.of(whole);
    if (word.length <= MAX_CACHED_LENGTH) {
      if (cache.size === MAX_CACHED_WORDS) cache.clear();
      cache.set(detachedCopy(word), ids);
    }
    return ids;
  }

  return {
    vocabulary,
    unknownId: undefined,
    encode:
      merges.length === 0
        ? (text) => bytesToIds(text, byteIds)
        : (text) => concatenate(pattern.split(text).map(encodeWord)),
    decode: (ids) => decodeBytes(ids, vocabulary, tokenBytes),
    unknowns: () => [],
    toJSON: () => ({
      pre_tokenizer: structuredClone(pattern.preTokenizer),
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: wholeFirst,
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        merges: merges.map(([left, right]) => [vocabulary.token(left), vocabulary.token(right)]),
      },
    }),
  };
}

/** A word in the byte alphabet. */
const byteName = (word: string) => Array.from(utf8(word), (byte) => BYTE_CHARACTERS[byte]!).join('');

function bytesToIds(text: string, byteIds: Int32Array): Int32Array {
  if (text.length <= SHORT) {
    const ids = new Int32Array(text.length);
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      ids[i] = byteIds[unit]!;
    }
    if (i === text.length) return ids;
  }
  const bytes = utf8(text);
  const ids = new Int32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) ids[i] = byteIds[bytes[i]!]!;
  return ids;
}

/** Decodes runs of bytes between special tokens: half a character before one is not completed after it. */
function decodeBytes(ids: number[], vocabulary: Vocabulary, tokenBytes: (Uint8Array | undefined)[]): string {
  let size = 0;
  for (const id of ids) size += tokenBytes[id]?.length ?? 0;
  const run = new Uint8Array(size);
  let length = 0;
  let text = '';
  for (const id of ids) {
    const token = vocabulary.token(id);
    const bytes = tokenBytes[id];
    if (bytes) {
      for (let i = 0; i < bytes.length; i++) run[length++] = bytes[i]!;
    } else {
      text += decoder.decode(run.subarray(0, length)) + token;
      length = 0;
    }
  }
  return text + decoder.decode(run.subarray(0, length));
}

/**
 * The byte alphabet of GPT-2 (`bytes_to_unicode`): one visible character per byte in a JSON file. Printable Latin-1
 * characters are themselves, the other 68 bytes take the characters from U+0100 on, so that a space is `Ġ` and a line feed `Ċ`.
 */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

/** The byte of each character of the byte alphabet. */
export const CHARACTER_BYTES: ReadonlyMap<string, number> = new Map(
  BYTE_CHARACTERS.map((character, byte) => [character, byte]),
);

function byteCharacters(): string[] {
  const isVisible = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
}

/** The bytes of a token; `undefined` when it is not written in the byte alphabet. */
export function bytesOfToken(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = CHARACTER_BYTES.get(token[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
