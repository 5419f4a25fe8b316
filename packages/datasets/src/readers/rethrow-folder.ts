import { systemError } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

/**
 * Throws the {@link DatasetError} of a folder that cannot be listed.
 *
 * @param expected What should be there: `'a folder of <Label>.txt files'`.
 */
export function rethrowFolder(path: string, expected: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    const { code } = cause;
    if (code === 'ENOENT') throw new DatasetError(`There is no folder ${path}.`, { cause });
    if (code === 'ENOTDIR') {
      throw new DatasetError(`${path} is not a folder: expected ${expected}.`, { cause });
    }
    throw systemError('read', path, cause, DatasetError);
  };
}
