import { makeFolder as makeFolders, nodeModule } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

/**
 * Makes a folder and those that it is in.
 *
 * @param path An absolute path.
 * @throws DatasetError if a link on the way leads nowhere or a folder takes no other, or the error of the file system.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeFolders(path);
  } catch (error) {
    // Of those on the way, the one that failed.
    const { code, path: failed = path } = error as NodeJS.ErrnoException;
    if (await leadsNowhere(failed)) {
      throw new DatasetError(`${failed} is a link to a place that does not exist: expected a folder.`, {
        cause: error,
      });
    }
    if (code !== 'ENOENT') throw error;
    throw new DatasetError(`The folder ${failed} cannot be made: expected a place that takes new folders.`, {
      cause: error,
    });
  }
}

async function leadsNowhere(path: string): Promise<boolean> {
  const { lstat, stat } = nodeModule('node:fs/promises');
  const link = (await lstat(path).catch(() => undefined))?.isSymbolicLink();
  return link === true && (await stat(path).catch(() => undefined)) === undefined;
}
