/**
 * Puts sequences of different lengths into one rectangle, each at the beginning of its row. What is left of a row stays
 * as it is.
 *
 * @param rows - Numbers of each sequence, `[steps · width]`.
 * @param into - Row-major, `[rows, steps, width]`.
 * @param width - Numbers of a step; default 1.
 * @returns Steps of each row that are not padding.
 * @throws RangeError if a sequence is longer than a row.
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
 * Sorts items by length, those of one length as they come, and cuts them into groups that are padded to their longest.
 *
 * @param lengthOf - Steps of an item.
 * @param fits - Whether an item may join a group: given the length of the group's shortest item, how many it has, and the
 *   length of the next item, which is at least that of all others.
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
