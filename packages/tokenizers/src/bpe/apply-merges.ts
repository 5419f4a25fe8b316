/** Positions in a word are below this, so that a rank and a position fit into one exact number. */
const POSITIONS = 2 ** 31;

/**
 * Merges neighboring ids until no merge applies: always the one of the lowest rank, the leftmost of equals. Time is
 * in O(n log n), as a text without spaces is one long word.
 *
 * @param ids - The ids of the bytes of a word.
 * @param table - The merges.
 * @returns The ids after all merges.
 */
export function applyMerges(ids: Int32Array, table: MergeTable): Int32Array {
  const { length } = ids;
  if (length < 2) return ids;
  const symbols = ids.slice();
  const previous = new Int32Array(length);
  const next = new Int32Array(length);
  const heap = new MinHeap();
  for (let i = 0; i < length; i++) {
    previous[i] = i - 1;
    next[i] = i + 1;
  }
  const enqueue = (i: number) => {
    const rank = table.rank(symbols[i]!, symbols[next[i]!]!);
    if (rank >= 0) heap.push(rank * POSITIONS + i);
  };
  for (let i = 0; i + 1 < length; i++) enqueue(i);
  let left = length;
  while (heap.size > 0) {
    const item = heap.pop();
    const rank = Math.floor(item / POSITIONS);
    const i = item - rank * POSITIONS;
    const j = next[i]!;
    // An entry is stale when one of its two ids has been merged in the meantime.
    if (symbols[i]! < 0 || j >= length || table.rank(symbols[i]!, symbols[j]!) !== rank) continue;
    symbols[i] = table.merged(rank);
    symbols[j] = -1;
    next[i] = next[j]!;
    if (next[i]! < length) previous[next[i]!] = i;
    left--;
    if (previous[i]! >= 0) enqueue(previous[i]!);
    if (next[i]! < length) enqueue(i);
  }
  return left === length ? symbols : symbols.filter((symbol) => symbol >= 0);
}

/** A merge: two ids that become one. Its rank is its index in the list. */
export type Merge = readonly [left: number, right: number, merged: number];

/** A hash table from two neighboring ids to their merge, of typed arrays: several times faster than a `Map`. */
export class MergeTable {
  readonly #merges: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(merges: readonly Merge[]) {
    this.#merges = Int32Array.from(merges.flat());
    const bits = Math.max(4, Math.ceil(Math.log2(2 * merges.length + 1)));
    this.#mask = 2 ** bits - 1;
    this.#slots = new Int32Array(2 ** bits).fill(-1);
    for (const [rank, [left, right]] of merges.entries()) {
      let slot = this.#slot(left, right);
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = rank;
    }
  }

  /** The rank of the merge of two ids, or -1: lower ranks are merged first. */
  rank(left: number, right: number): number {
    for (let slot = this.#slot(left, right); ; slot = (slot + 1) & this.#mask) {
      const rank = this.#slots[slot]!;
      if (rank < 0) return -1;
      if (this.#merges[3 * rank] === left && this.#merges[3 * rank + 1] === right) return rank;
    }
  }

  /** The id that a merge makes. */
  merged(rank: number): number {
    return this.#merges[3 * rank + 2]!;
  }

  #slot(left: number, right: number): number {
    const hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }
}

/** A binary min-heap of numbers. */
class MinHeap {
  readonly #items: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: number): void {
    const items = this.#items;
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (items[parent]! <= item) break;
      items[i] = items[parent]!;
      i = parent;
    }
    items[i] = item;
  }

  /**
   * Removes the smallest number.
   *
   * @throws {RangeError} When there is none.
   */
  pop(): number {
    const items = this.#items;
    if (items.length === 0) throw new RangeError('The heap is empty.');
    const smallest = items[0]!;
    const last = items.pop()!;
    const { length } = items;
    if (length === 0) return smallest;
    let i = 0;
    for (let child = 1; child < length; child = 2 * i + 1) {
      if (child + 1 < length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[i] = items[child]!;
      i = child;
    }
    items[i] = last;
    return smallest;
  }
}
