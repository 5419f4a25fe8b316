/** The name that was probably meant; undefined if none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = String(name).toLowerCase();
  const ranked = names
    .map((one) => ({ one, distance: distance(wanted, one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, wanted.length / 3) ? best.one : undefined;
}

/** Insertions, deletions and exchanges of characters that make `b` of `a` (V. Levenshtein, 1966). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let k = 0; k < b.length; k++) {
      next.push(Math.min(next[k]! + 1, row[k + 1]! + 1, row[k]! + Number(letter !== b[k])));
    }
    row = next;
  }
  return row.at(-1)!;
}
