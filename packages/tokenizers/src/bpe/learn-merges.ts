import { utf8 } from '../text/unicode.js';
import type { Merge } from './apply-merges.js';
import { BYTE_CHARACTERS } from './byte-level-bpe.js';

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
export function learnMerges(
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
  pairs.flush();

  const merges: Merge[] = [];
  while (tokens.length < maxSize) {
    const best = pairs.popMostFrequent();
    if (!best) break;
    const [left, right, places] = best;
    const token = tokens[left]! + tokens[right]!;
    if (ids.has(token)) continue;
    const merged = tokens.length;
    ids.set(token, merged);
    tokens.push(token);
    merges.push([left, right, merged]);
    for (const w of places) words[w] = mergeInWord(words[w]!, left, right, merged, wordCounts[w]!, w, pairs);
    pairs.flush();
  }
  return { tokens: tokens.slice(specials.length), merges };
}

/** Replaces a pair in one word, from left to right, and tells the pairs that go and come. */
function mergeInWord(
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

/** One pair of neighboring ids. */
interface Pair {
  readonly left: number;
  readonly right: number;
  count: number;
  /** Words where the pair is or was. */
  readonly words: Set<number>;
  /** The count under which it stands in the heap, 0 when it does not. */
  offered: number;
}

/** A pair in the heap, under the count that it had then. */
interface Offer {
  readonly pair: Pair;
  readonly count: number;
}

/** Ids stay below this, so that a pair is one exact number. */
const IDS = 2 ** 26;

/** Counts pairs and gives the most frequent one: first by count, then by the lower left, then the lower right id. */
export class PairCounts {
  readonly #pairs = new Map<number, Pair>();
  readonly #heap: Offer[] = [];
  readonly #changed = new Set<Pair>();
  readonly #least: number;

  /** @param least pairs that occur less often are never given */
  constructor(least: number) {
    this.#least = least;
  }

  /** Adds to the count of a pair. @param place the word it is in */
  add(left: number, right: number, count: number, place: number): void {
    const key = left * IDS + right;
    let pair = this.#pairs.get(key);
    if (!pair) {
      pair = { left, right, count: 0, words: new Set(), offered: 0 };
      this.#pairs.set(key, pair);
    }
    pair.count += count;
    if (count > 0) {
      pair.words.add(place);
      this.#changed.add(pair);
    }
  }

  /** To be called after a round of changes, before `take`. */
  flush(): void {
    for (const pair of this.#changed) if (pair.count > pair.offered) this.#offer(pair);
    this.#changed.clear();
  }

  /** Takes the most frequent pair out, for good; `undefined` when no pair is frequent enough. */
  popMostFrequent(): [left: number, right: number, places: Iterable<number>] | undefined {
    for (;;) {
      const best = this.#pop();
      if (!best) return undefined;
      const { pair, count } = best;
      // Its count has changed since, and it has been offered again or has to be.
      if (count !== pair.offered) continue;
      if (count !== pair.count) {
        this.#offer(pair);
        continue;
      }
      this.#pairs.delete(pair.left * IDS + pair.right);
      return [pair.left, pair.right, pair.words];
    }
  }

  #offer(pair: Pair): void {
    pair.offered = pair.count >= this.#least ? pair.count : 0;
    if (pair.offered === 0) return;
    const heap = this.#heap;
    const item: Offer = { pair, count: pair.count };
    let i = heap.length;
    heap.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(item, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = item;
  }

  #pop(): Offer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    const { length } = heap;
    if (!last || length === 0) return first;
    let i = 0;
    for (let child = 1; child < length; child = 2 * i + 1) {
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function isBefore(a: Offer, b: Offer): boolean {
  if (a.count !== b.count) return a.count > b.count;
  if (a.pair.left !== b.pair.left) return a.pair.left < b.pair.left;
  return a.pair.right < b.pair.right;
}
