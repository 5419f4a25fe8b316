/**
 * Deals whole groups out to the parts so that the parts' sizes come near to `fractions`.
 *
 * Groups go from large to small, so that the small ones even out what the large ones left uneven; groups
 * within a factor of two in size stay in random order, so that different seeds give different splits. Each
 * group goes to the part for which (size so far + half the group) / fraction is least: Webster's rule of
 * apportionment, which favors neither large nor small parts.
 *
 * @param groups For each group the indices of its examples; the groups already in random order.
 * @returns Index → part.
 */
export function assignGroups(
  groups: readonly (readonly number[])[],
  fractions: readonly number[],
): Uint32Array {
  const partOf = new Uint32Array(groups.reduce((sum, group) => sum + group.length, 0));
  const sizes = fractions.map(() => 0);
  const fromLargeToSmall = [...groups].sort((a, b) => Math.clz32(a.length) - Math.clz32(b.length));
  for (const group of fromLargeToSmall) {
    const fill = sizes.map((size, part) => (size + group.length / 2) / fractions[part]!);
    const part = fill.indexOf(Math.min(...fill));
    sizes[part]! += group.length;
    for (const index of group) partOf[index] = part;
  }
  return partOf;
}
