/**
 * Copies sequences of different lengths into one batch, each to the beginning of its row. The padding behind a sequence
 * keeps the values that `into` has.
 *
 * @param rows - The numbers of each sequence, `[steps · width]`.
 * @param steps - Time steps of a row of the batch.
 * @param into - The batch, row-major, `[rows, steps, width]`.
 * @param width - Numbers of a time step. Default: 1.
 * @returns The valid steps of each row, those that are not padding.
 * @throws {RangeError} When a sequence is longer than a row.
 */
export function padRows(
  rows: readonly ArrayLike<number>[],
  steps: number,
  into: Int32Array | Float32Array,
  width = 1,
): Int32Array {
  const lengths = new Int32Array(rows.length);
  for (const [row, sequence] of rows.entries()) {
    const length = sequence.length / width;
    if (length > steps)
      throw new RangeError(`Row ${row} has ${length} steps, which do not fit into ${steps}.`);
    into.set(sequence, row * steps * width);
    lengths[row] = length;
  }
  return lengths;
}

/**
 * Buckets items by length, so that batches need little padding: sorts them by length, stably, and splits them into groups.
 *
 * @param items - The items to group.
 * @param lengthOf - The time steps of an item.
 * @param fits - Decides whether the next item joins a group, from the length of the group's shortest item, the group's
 *   size, and the length of the next item, which is at least that of all items before it.
 */
export function lengthBuckets<Item>(
  items: Iterable<Item>,
  lengthOf: (item: Item) => number,
  fits: (group: { shortest: number; size: number }, length: number) => boolean,
): Item[][] {
  const sorted = Array.from(items, (item) => ({ item, length: lengthOf(item) })).sort(
    (a, b) => a.length - b.length,
  );
  const groups: Item[][] = [];
  let group: Item[] = [];
  let shortest = 0;
  for (const { item, length } of sorted) {
    if (group.length > 0 && !fits({ shortest, size: group.length }, length)) {
      groups.push(group);
      group = [];
    }
    if (group.length === 0) shortest = length;
    group.push(item);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
