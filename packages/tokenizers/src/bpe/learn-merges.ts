import { utf8 } from '../text/unicode.js';
import type { Merge } from './apply-merges.js';
import { BYTE_CHARACTERS } from './byte-level-bpe.js';

interface Limits {
  /** Pairs that occur less often are not merged. */
  minFrequency: number;
  /** Ids in all. */
  vocabularySize: number;
}

/**
 * Learns the merges of byte pairs from counted words.
 *
 * @param counts - The frequency of each word.
 * @param specials - The special tokens, which have the first ids.
 * @returns The ordinary tokens by id, from the first one after the special tokens, and the merges by rank.
 */
export function learnMerges(
  counts: ReadonlyMap<string, number>,
  specials: readonly string[],
  { minFrequency, vocabularySize }: Limits,
): { tokens: string[]; merges: Merge[] } {
  // GPT-2's order of bytes is that of their characters in the byte alphabet; it breaks ties between pairs.
  const tokens = [...specials, ...[...BYTE_CHARACTERS].sort()];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const byteIds = BYTE_CHARACTERS.map((character) => ids.get(character)!);
  const words: Int32Array[] = [];
  const wordCounts: number[] = [];
  for (const [word, count] of counts) {
    words.push(Int32Array.from(utf8(word), (byte) => byteIds[byte]!));
    wordCounts.push(count);
  }
  const pairs = new PairCounts(minFrequency);
  for (const [w, word] of words.entries()) {
    for (let i = 0; i + 1 < word.length; i++) pairs.add(word[i]!, word[i + 1]!, wordCounts[w]!, w);
  }
  pairs.flush();

  const merges: Merge[] = [];
  while (tokens.length < vocabularySize) {
    const best = pairs.popMostFrequent();
    if (!best) break;
    const [left, right, wordIndices] = best;
    const token = tokens[left]! + tokens[right]!;
    if (ids.has(token)) continue;
    const merged = tokens.length;
    ids.set(token, merged);
    tokens.push(token);
    merges.push([left, right, merged]);
    for (const w of wordIndices)
      words[w] = mergeInWord(words[w]!, left, right, merged, wordCounts[w]!, w, pairs);
    pairs.flush();
  }
  return { tokens: tokens.slice(specials.length), merges };
}

/** Merges a pair in one word, from left to right, and updates the counts of the pairs that vanish and appear. */
function mergeInWord(
  word: Int32Array,
  left: number,
  right: number,
  merged: number,
  count: number,
  wordIndex: number,
  pairs: PairCounts,
): Int32Array {
  let length = 0;
  for (let i = 0; i < word.length; i++) {
    if (word[i] !== left || i + 1 === word.length || word[i + 1] !== right) {
      word[length++] = word[i]!;
      continue;
    }
    if (length > 0) {
      pairs.add(word[length - 1]!, left, -count, wordIndex);
      pairs.add(word[length - 1]!, merged, count, wordIndex);
    }
    if (i + 2 < word.length) {
      pairs.add(right, word[i + 2]!, -count, wordIndex);
      pairs.add(merged, word[i + 2]!, count, wordIndex);
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
  /** Indices of the words in which the pair occurs or occurred. */
  readonly words: Set<number>;
  /** The count of its entry in the heap, 0 when it has none. */
  queued: number;
}

/** An entry of the heap: a pair and the count that it had then. */
interface HeapEntry {
  readonly pair: Pair;
  readonly count: number;
}

/** Ids are below this, so that a pair is one exact number. */
const IDS = 2 ** 26;

/** A priority queue of pairs: the most frequent one first, ties by the lower left, then the lower right id. */
class PairCounts {
  readonly #pairs = new Map<number, Pair>();
  readonly #heap: HeapEntry[] = [];
  readonly #changed = new Set<Pair>();
  readonly #minFrequency: number;

  /** @param minFrequency - The minimum frequency of a pair. */
  constructor(minFrequency: number) {
    this.#minFrequency = minFrequency;
  }

  /** Adds to the count of a pair in a word. */
  add(left: number, right: number, count: number, wordIndex: number): void {
    const key = left * IDS + right;
    let pair = this.#pairs.get(key);
    if (!pair) {
      pair = { left, right, count: 0, words: new Set(), queued: 0 };
      this.#pairs.set(key, pair);
    }
    pair.count += count;
    if (count > 0) {
      pair.words.add(wordIndex);
      this.#changed.add(pair);
    }
  }

  /** Updates the heap; to be called after a round of changes, before `popMostFrequent`. */
  flush(): void {
    for (const pair of this.#changed) if (pair.count > pair.queued) this.#enqueue(pair);
    this.#changed.clear();
  }

  /** Removes the most frequent pair; `undefined` when no pair is frequent enough. */
  popMostFrequent(): [left: number, right: number, words: Iterable<number>] | undefined {
    for (;;) {
      const best = this.#pop();
      if (!best) return undefined;
      const { pair, count } = best;
      // A stale entry: the count has changed since, and the pair has another entry or needs one.
      if (count !== pair.queued) continue;
      if (count !== pair.count) {
        this.#enqueue(pair);
        continue;
      }
      this.#pairs.delete(pair.left * IDS + pair.right);
      return [pair.left, pair.right, pair.words];
    }
  }

  #enqueue(pair: Pair): void {
    pair.queued = pair.count >= this.#minFrequency ? pair.count : 0;
    if (pair.queued === 0) return;
    const heap = this.#heap;
    const item: HeapEntry = { pair, count: pair.count };
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

  #pop(): HeapEntry | undefined {
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

function isBefore(a: HeapEntry, b: HeapEntry): boolean {
  if (a.count !== b.count) return a.count > b.count;
  if (a.pair.left !== b.pair.left) return a.pair.left < b.pair.left;
  return a.pair.right < b.pair.right;
}
