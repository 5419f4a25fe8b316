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
