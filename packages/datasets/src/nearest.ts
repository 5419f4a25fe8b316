/** The one of `names` that is most like `name`, if one is like it at all. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(name.length / 2));
  for (const candidate of names) {
    // A part of a long name is like it, too: shakespeare is like tiny-shakespeare.
    const parts = candidate.split('-').map((part) => 1 + distance(simple(name), simple(part)));
    const edits = Math.min(distance(simple(name), simple(candidate)), ...parts);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function simple(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Insertions, deletions and replacements that make `b` of `a` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
