import { utf8 } from '../text/utf-8.js';
import { BYTE_CHARACTERS } from './byte-alphabet.js';
import type { Merge } from './merge-table.js';
import { PairCounts } from './pair-counts.js';

interface Limits {
  /** Pairs that occur less often are not merged. */
  minCount: number;
  /** Ids in all. */
  maxSize: number;
}

/**
 * Learns the merges of byte pairs from counted words.
 *
 * @param counts how often each word occurs
 * @param specials the special tokens, which have the first ids
 * @returns the ordinary tokens by id, from the first one after the special tokens, and the merges by rank
 */
export function trainMerges(
  counts: ReadonlyMap<string, number>,
  specials: readonly string[],
  { minCount, maxSize }: Limits,
): { tokens: string[]; merges: Merge[] } {
  // GPT-2's order of bytes is that of the characters which stand for them; it decides between pairs.
  const tokens = [...specials, ...[...BYTE_CHARACTERS].sort()];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const byteIds = BYTE_CHARACTERS.map((character) => ids.get(character)!);
  const words: Int32Array[] = [];
  const wordCounts: number[] = [];
  for (const [word, count] of counts) {
    words.push(Int32Array.from(utf8(word), (byte) => byteIds[byte]!));
    wordCounts.push(count);
  }
  const pairs = new PairCounts(minCount);
  for (const [w, word] of words.entries()) {
    for (let i = 0; i + 1 < word.length; i++) pairs.add(word[i]!, word[i + 1]!, wordCounts[w]!, w);
  }
  pairs.settle();

  const merges: Merge[] = [];
  while (tokens.length < maxSize) {
    const best = pairs.take();
    if (!best) break;
    const [left, right, places] = best;
    const token = tokens[left]! + tokens[right]!;
    if (ids.has(token)) continue;
    const merged = tokens.length;
    ids.set(token, merged);
    tokens.push(token);
    merges.push([left, right, merged]);
    for (const w of places) words[w] = mergeIn(words[w]!, left, right, merged, wordCounts[w]!, w, pairs);
    pairs.settle();
  }
  return { tokens: tokens.slice(specials.length), merges };
}

/** Replaces a pair in one word, from left to right, and tells the pairs that go and come. */
function mergeIn(
  word: Int32Array,
  left: number,
  right: number,
  merged: number,
  count: number,
  place: number,
  pairs: PairCounts,
): Int32Array {
  let length = 0;
  for (let i = 0; i < word.length; i++) {
    if (word[i] !== left || i + 1 === word.length || word[i + 1] !== right) {
      word[length++] = word[i]!;
      continue;
    }
    if (length > 0) {
      pairs.add(word[length - 1]!, left, -count, place);
      pairs.add(word[length - 1]!, merged, count, place);
    }
    if (i + 2 < word.length) {
      pairs.add(right, word[i + 2]!, -count, place);
      pairs.add(merged, word[i + 2]!, count, place);
    }
    word[length++] = merged;
    i++;
  }
  return word.subarray(0, length);
}
