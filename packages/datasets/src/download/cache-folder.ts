import { nodeModule } from '@rnnlab/shared';
import { requireNode } from '../require-node.js';

/**
 * The folder that keeps downloaded files, as an absolute path. Needs Node.
 *
 * It is what the environment variable `RNNLAB_CACHE` says, else the place where the platform keeps caches:
 *
 * | platform | folder |
 * |---|---|
 * | Linux and others | `$XDG_CACHE_HOME/rnnlab`, or `~/.cache/rnnlab` |
 * | macOS | `~/Library/Caches/rnnlab` |
 * | Windows | `%LOCALAPPDATA%\rnnlab\Cache` |
 *
 * Everything in it can be deleted at any time when no program uses it; what is needed again is downloaded again.
 *
 * @throws DatasetError where there is no Node.
 */
export function cacheFolder(): string {
  requireFileSystem();
  const { homedir } = nodeModule('node:os');
  return placeOfCache(process.platform, process.env, homedir);
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
export function placeOfCache(
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
