import type { MergeTable } from './merge-table.js';
import { NumberHeap } from './number-heap.js';

/** Positions in a word stay below this, so that a rank and a position fit into one exact number. */
const POSITIONS = 2 ** 31;

/**
 * Merges neighboring ids until no merge applies: always the one of the lowest rank, the leftmost of equals. Time is
 * in O(n log n), as a text without spaces is one long word.
 *
 * @param ids the ids of the bytes of a word
 * @returns the ids after all merges
 */
export function mergeWord(ids: Int32Array, table: MergeTable): Int32Array {
  const { length } = ids;
  if (length < 2) return ids;
  const symbols = ids.slice();
  const previous = new Int32Array(length);
  const next = new Int32Array(length);
  const heap = new NumberHeap();
  for (let i = 0; i < length; i++) {
    previous[i] = i - 1;
    next[i] = i + 1;
  }
  const offer = (i: number) => {
    const rank = table.rank(symbols[i]!, symbols[next[i]!]!);
    if (rank >= 0) heap.push(rank * POSITIONS + i);
  };
  for (let i = 0; i + 1 < length; i++) offer(i);
  let left = length;
  while (heap.size > 0) {
    const item = heap.pop();
    const rank = Math.floor(item / POSITIONS);
    const i = item - rank * POSITIONS;
    const j = next[i]!;
    // An offer is void when one of its two has been merged in the meantime.
    if (symbols[i]! < 0 || j >= length || table.rank(symbols[i]!, symbols[j]!) !== rank) continue;
    symbols[i] = table.merged(rank);
    symbols[j] = -1;
    next[i] = next[j]!;
    if (next[i]! < length) previous[next[i]!] = i;
    left--;
    if (previous[i]! >= 0) offer(previous[i]!);
    if (next[i]! < length) offer(i);
  }
  return left === length ? symbols : symbols.filter((symbol) => symbol >= 0);
}
