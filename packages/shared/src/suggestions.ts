import { shown } from './format.js';

/** A name is similar to another with fewer edits than this, or than half of its length. */
const MAX_EDITS = 2;

/**
 * Finds the one of `names` that `name` is probably a misspelling of; undefined if none is similar. Case and punctuation do
 * not count, and a part of a long name is similar to it, too: `shakespeare` to `tiny-shakespeare`.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let fewest = Math.max(MAX_EDITS, Math.ceil(wanted.length / 2));
  for (const candidate of names) {
    const parts = candidate.split(/[-.]/).map((part) => 1 + editDistance(wanted, plain(part)));
    const edits = Math.min(editDistance(wanted, plain(candidate)), ...parts);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** The rest of a sentence about an unknown name: `; the nearest is "units"`, or all names if none is similar. */
export function suggestion(name: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const near = nearest(name, names);
  if (near !== undefined) return `; the nearest is "${near}"`;
  return `; expected ${names.length === 1 ? names[0] : `one of ${names.join(', ')}`}`;
}

/**
 * The sentence about an unknown name: `There is no loss "mse"; the nearest is "mae".`
 *
 * @param what - The noun: `loss`.
 * @param name - The name asked for; any value, as JavaScript may pass it.
 * @param names - All names that exist.
 */
export const noSuch = (what: string, name: unknown, names: readonly string[]): string =>
  `There is no ${what} ${name === undefined ? 'undefined' : shown(name)}${suggestion(typeof name === 'string' ? name : '', names)}.`;

/** The most characters of a name that are compared: a hostile one may be long. */
const MAX_LENGTH = 64;

const plain = (name: string): string =>
  name
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/**
 * Edit distance (Damerau–Levenshtein): insertions, deletions, substitutions and transpositions of neighbors; `lsmt` is one
 * edit from `lstm`.
 * Source: Damerau (1964), "A technique for computer detection and correction of spelling errors".
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const replaced = row[k - 1]! + Number(a[i - 1] !== b[k - 1]);
      const isSwap = i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1];
      const swapped = isSwap ? before[k - 2]! + 1 : replaced;
      next.push(Math.min(row[k]! + 1, next[k - 1]! + 1, replaced, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
