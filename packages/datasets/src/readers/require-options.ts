import { DatasetError } from '../error.js';

/**
 * Throws a {@link DatasetError} if `options` has a key that is not in `names`: a misspelt option must not be
 * passed over.
 */
export function requireOptions(reader: string, options: object, names: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!names.includes(key)) {
      throw new DatasetError(`${reader} has no option ${key.slice(0, 40)}: expected ${names.join(', ')}.`);
    }
  }
}
