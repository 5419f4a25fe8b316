import { DatasetError } from './error.js';

/**
 * Throws a {@link DatasetError} if `options` has a key that is not in `names`: a misspelt option must not be
 * passed over.
 *
 * @param what What takes the options, as the sentence names it: a function.
 */
export function requireOptions(what: string, options: object, names: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!names.includes(key)) {
      throw new DatasetError(`${what} has no option ${key.slice(0, 40)}: expected ${names.join(', ')}.`);
    }
  }
}
