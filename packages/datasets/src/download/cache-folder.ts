import { isRnnlabError, makeFolder as makeFolders, nodeModule, systemReason } from '@rnnlab/shared';
import { DatasetError, requireNode } from '../error.js';

/**
 * Returns the folder that keeps downloaded files, as an absolute path. Needs Node.
 *
 * It is what the environment variable `RNNLAB_CACHE` says, else the cache folder of the platform:
 *
 * | platform | folder |
 * |---|---|
 * | Linux and others | `$XDG_CACHE_HOME/rnnlab`, or `~/.cache/rnnlab` |
 * | macOS | `~/Library/Caches/rnnlab` |
 * | Windows | `%LOCALAPPDATA%\rnnlab\Cache` |
 *
 * Everything in it can be deleted at any time when no program uses it; what is needed again is downloaded again.
 *
 * @throws {DatasetError} Where there is no Node.
 */
export function cacheFolder(): string {
  requireFileSystem();
  const { homedir } = nodeModule('node:os');
  return cacheFolderOn(process.platform, process.env, homedir);
}

/** Whether the environment variable `RNNLAB_OFFLINE` forbids downloads: it is set, and not to `0` or `false`. */
export function isOffline(): boolean {
  const value = globalThis.process?.env.RNNLAB_OFFLINE?.trim().toLowerCase();
  return value !== undefined && !['', '0', 'false', 'no'].includes(value);
}

/** Throws a {@link DatasetError} where there is no file system to download to. */
export const requireFileSystem = (): void =>
  requireNode('Downloading into a cache', '; give the bytes to a reader instead');

/** {@link cacheFolder} of any platform. */
export function cacheFolderOn(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: () => string,
): string {
  const paths = nodeModule('node:path');
  const { join, resolve, isAbsolute } = platform === 'win32' ? paths.win32 : paths.posix;
  if (env.RNNLAB_CACHE)
    return platform === process.platform ? paths.resolve(env.RNNLAB_CACHE) : resolve(env.RNNLAB_CACHE);
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home(), 'AppData', 'Local'), 'rnnlab', 'Cache');
  }
  if (platform === 'darwin') return join(home(), 'Library', 'Caches', 'rnnlab');
  // The specification of XDG_CACHE_HOME says that a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home(), '.cache'), 'rnnlab');
}

/**
 * Makes a folder and those that it is in.
 *
 * @param path - An absolute path.
 * @throws {DatasetError} If a link on the way leads nowhere or a folder takes no other, or the error of the file system.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeFolders(path);
  } catch (error) {
    // Of those on the way, the one that failed.
    const { code, path: failed = path } = error as NodeJS.ErrnoException;
    if (await isDanglingLink(failed)) {
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

async function isDanglingLink(path: string): Promise<boolean> {
  const { lstat, stat } = nodeModule('node:fs/promises');
  const link = (await lstat(path).catch(() => undefined))?.isSymbolicLink();
  return link === true && (await stat(path).catch(() => undefined)) === undefined;
}

/** Throws the {@link DatasetError} of a failed operation on the files below `folder`; other errors as they are. */
export function rethrowDiskError(folder: string): (error: unknown) => never {
  return (error) => {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (isRnnlabError(error) || syscall === undefined) throw error;
    const reason = systemReason(error) ?? code ?? message;
    throw new DatasetError(
      `Cannot write to ${folder}: ${reason}; put that right, or choose another folder with RNNLAB_CACHE.`,
      { cause: error },
    );
  };
}
