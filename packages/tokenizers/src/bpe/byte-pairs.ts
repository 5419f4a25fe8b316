import type { Coder } from '../coder.js';
import { detached } from '../text/detached.js';
import { utf8 } from '../text/utf-8.js';
import type { Vocabulary } from '../vocabulary.js';
import { BYTE_CHARACTERS, bytesOf } from './byte-alphabet.js';
import { type Merge, MergeTable } from './merge-table.js';
import { mergeWord } from './merge-word.js';
import type { Pattern } from './patterns.js';

/** Words up to this many UTF-16 units are remembered, so many of them at most. */
const LONGEST_REMEMBERED = 64;
const MOST_REMEMBERED = 100_000;

// Without this option a byte order mark at the start would be dropped.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Encodes as byte pairs: every text has ids, and its ids give it back. Without merges, one id per byte.
 *
 * @param vocabulary holds all 256 bytes; every token but those of `specials` is written in the byte alphabet
 * @param specials tokens that stand for themselves
 */
export function bytePairs(
  vocabulary: Vocabulary,
  specials: readonly string[],
  merges: readonly Merge[],
  pattern: Pattern,
): Coder {
  const byteIds = Int32Array.from(BYTE_CHARACTERS, (character) => vocabulary.id(character)!);
  const table = new MergeTable(merges);
  const special = new Set(specials);
  const tokenBytes = vocabulary.tokens.map((token) => (special.has(token) ? undefined : bytesOf(token)));
  const remembered = new Map<string, Int32Array>();

  function encodeWord(word: string): Int32Array {
    const known = remembered.get(word);
    if (known) return known;
    const ids = mergeWord(bytesToIds(word, byteIds), table);
    if (word.length <= LONGEST_REMEMBERED) {
      if (remembered.size === MOST_REMEMBERED) remembered.clear();
      remembered.set(detached(word), ids);
    }
    return ids;
  }

  return {
    vocabulary,
    unknownId: undefined,
    encode:
      merges.length === 0
        ? (text) => bytesToIds(text, byteIds)
        : (text) => join(pattern.split(text), encodeWord),
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
        ignore_merges: false,
        vocab: Object.fromEntries(vocabulary.tokens.map((token, id) => [token, id])),
        merges: merges.map(([left, right]) => [vocabulary.token(left), vocabulary.token(right)]),
      },
    }),
  };
}

function bytesToIds(text: string, byteIds: Int32Array): Int32Array {
  const bytes = utf8(text);
  const ids = new Int32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) ids[i] = byteIds[bytes[i]!]!;
  return ids;
}

function join(words: string[], encodeWord: (word: string) => Int32Array): Int32Array {
  const parts = words.map(encodeWord);
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Int32Array(length);
  let offset = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) all[offset++] = part[i]!;
  return all;
}

/** Special tokens stand between runs of bytes: half a character before one does not go on after it. */
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
