import { described, TokenizerError } from './tokenizer-error.js';

/**
 * Throws a {@link TokenizerError} if `options` is no object or has a key that is not in `names`: a misspelt option
 * must not be passed over.
 *
 * @param what the function that takes the options
 */
export function requireOptions(what: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TokenizerError(
      `${what} takes an object of options (${names.join(', ')}); received ${described(options)}.`,
    );
  }
  for (const key of Object.keys(options)) {
    if (names.includes(key)) continue;
    const [nearest] = [...names].sort((a, b) => distance(key, a) - distance(key, b));
    throw new TokenizerError(
      `${what} has no option ${key.slice(0, 40)} (nearest: ${nearest}); expected ${names.join(', ')}.`,
    );
  }
}

/** Insertions, deletions and replacements that make `b` of `a` (Levenshtein), whatever their case. */
function distance(a: string, b: string): number {
  const from = a.slice(0, 40).toLowerCase();
  const to = b.toLowerCase();
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced));
    }
    row = next;
  }
  return row[to.length]!;
}
