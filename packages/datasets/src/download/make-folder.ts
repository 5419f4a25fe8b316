import { DatasetError } from '../error.js';
import { nodeModule } from '../node-module.js';

/**
 * Makes a folder and those that it is in. Node's own way of doing this does not end where a folder is there but
 * takes no other, as `/proc`.
 *
 * @param path An absolute path.
 * @throws DatasetError if a link on the way leads nowhere, or the error of the file system.
 */
export async function makeFolder(path: string): Promise<void> {
  const { mkdir } = nodeModule('node:fs/promises');
  const { dirname } = nodeModule('node:path');
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) {
      return requireFolder(path, error);
    }
    await makeFolder(dirname(path));
    await mkdir(path).catch((again) => requireFolder(path, again));
  }
}

/** Throws `error`, of making a folder, unless there is one. */
async function requireFolder(path: string, error: unknown): Promise<void> {
  const { lstat, stat } = nodeModule('node:fs/promises');
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const link = found === undefined ? await lstat(path).catch(() => undefined) : undefined;
  if (found === undefined && link === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new DatasetError(`The folder ${path} cannot be made: expected a place that takes new folders.`, {
      cause: error,
    });
  }
  if (link?.isSymbolicLink() !== true) throw error;
  throw new DatasetError(`${path} is a link to a place that does not exist: expected a folder.`, {
    cause: error,
  });
}
