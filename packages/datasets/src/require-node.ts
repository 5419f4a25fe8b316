import { nodeModuleIfAny } from '@rnnlab/shared';
import { DatasetError } from './error.js';

/**
 * Throws a {@link DatasetError} where there is no file system, as in a page.
 *
 * @param what What needs one, the subject of the sentence: `Reading files`.
 * @param instead What else can be done, as the rest of the sentence.
 */
export function requireNode(what: string, instead = ''): void {
  if (nodeModuleIfAny('node:fs') !== undefined) return;
  throw new DatasetError(`${what} needs Node 20.19 or later: there is no file system here${instead}.`);
}
