const SEED = 0x811c9dc5;
/** Keys that would need more probes go to a `Map`, so that no choice of keys can make it slow. */
const MAX_PROBES = 32;

/** Adds a UTF-16 unit to a hash (FNV-1a). */
export const addToHash = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
/** The hash of no units. */
export const EMPTY_HASH = SEED;

/**
 * A hash table from strings to their indices in a list, which looks up a substring without copying it out of its text:
 * making and hashing a string for every word takes most of the time of encoding words.
 */
export class SubstringIndex {
  readonly #units: Uint16Array;
  readonly #starts: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #others = new Map<string, number>();

  /** @param keys - Different strings. */
  constructor(keys: readonly string[]) {
    const lengths = keys.map((key) => key.length);
    this.#units = new Uint16Array(lengths.reduce((sum, length) => sum + length, 0));
    this.#starts = new Int32Array(keys.length + 1);
    const size = 2 ** Math.ceil(Math.log2(2 * keys.length + 2));
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
    for (const [index, key] of keys.entries()) this.#add(key, index);
  }

  /**
   * The index of `text.slice(start, end)` in the list, or -1.
   *
   * @param hash - `EMPTY_HASH`, with `addToHash` for each unit of the substring.
   */
  find(text: string, start: number, end: number, hash: number): number {
    const length = end - start;
    let slot = this.#first(hash);
    for (let step = 0; step < MAX_PROBES; step++) {
      const index = this.#slots[slot]!;
      if (index < 0) return -1;
      const from = this.#starts[index]!;
      if (this.#starts[index + 1]! - from === length && this.#isAt(from, text, start, length)) return index;
      slot = (slot + 1) & this.#mask;
    }
    return this.#others.get(text.slice(start, end)) ?? -1;
  }

  #isAt(from: number, text: string, start: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.#units[from + i] !== text.charCodeAt(start + i)) return false;
    return true;
  }

  #add(key: string, index: number): void {
    const from = this.#starts[index]!;
    let hash = EMPTY_HASH;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      this.#units[from + i] = unit;
      hash = addToHash(hash, unit);
    }
    this.#starts[index + 1] = from + key.length;
    let slot = this.#first(hash);
    for (let step = 0; step < MAX_PROBES; step++) {
      if (this.#slots[slot]! < 0) {
        this.#slots[slot] = index;
        return;
      }
      slot = (slot + 1) & this.#mask;
    }
    this.#others.set(key, index);
  }

  #first(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }
}
