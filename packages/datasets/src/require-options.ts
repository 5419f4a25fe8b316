import { DatasetError, shown } from './error.js';
import { nearest } from './nearest.js';

/**
 * Throws a {@link DatasetError} if `options` is no object or has a key that is not in `names`: a misspelt option
 * must not be passed over.
 *
 * @param what What takes the options, as the sentence names it: a function.
 */
export function requireOptions(what: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const expected = `an object of options (${names.join(', ')})`;
    throw new DatasetError(`${what} takes ${expected}, not ${shown(options)}.`);
  }
  for (const key of Object.keys(options)) {
    if (names.includes(key)) continue;
    const like = names.length > 1 ? nearest(key, names) : undefined;
    const hint = like === undefined ? '' : ` (nearest: ${like})`;
    throw new DatasetError(`${what} has no option ${key.slice(0, 40)}: expected ${names.join(', ')}${hint}.`);
  }
}
