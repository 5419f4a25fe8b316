/** A merge: two ids that become one. Its rank is its place in the list. */
export type Merge = readonly [left: number, right: number, merged: number];

/** Finds the merge of two neighboring ids: a hash table of typed arrays, several times faster than a `Map`. */
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
