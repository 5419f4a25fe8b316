/** A binary heap that gives the smallest of its numbers. */
export class NumberHeap {
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

  /** Takes the smallest number out. @throws RangeError when there is none */
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
