/** One pair of neighboring ids. */
interface Pair {
  readonly left: number;
  readonly right: number;
  count: number;
  /** Words where the pair is or was. */
  readonly places: Set<number>;
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
      pair = { left, right, count: 0, places: new Set(), offered: 0 };
      this.#pairs.set(key, pair);
    }
    pair.count += count;
    if (count > 0) {
      pair.places.add(place);
      this.#changed.add(pair);
    }
  }

  /** To be called after a round of changes, before `take`. */
  settle(): void {
    for (const pair of this.#changed) if (pair.count > pair.offered) this.#offer(pair);
    this.#changed.clear();
  }

  /** Takes the most frequent pair out, for good; `undefined` when no pair is frequent enough. */
  take(): [left: number, right: number, places: Iterable<number>] | undefined {
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
      return [pair.left, pair.right, pair.places];
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
