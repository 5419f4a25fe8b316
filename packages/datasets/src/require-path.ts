import { shown } from '@rnnlab/shared';
import { DatasetError } from './error.js';

/**
 * Throws a {@link DatasetError} unless `path` is a path: a string that is not empty.
 *
 * @param what What takes it, as the sentence names it.
 */
export function requirePath(what: string, path: unknown): void {
  if (typeof path === 'string' && path !== '') return;
  throw new DatasetError(`${what} must be a path, received ${path instanceof URL ? 'a URL' : shown(path)}.`);
}
