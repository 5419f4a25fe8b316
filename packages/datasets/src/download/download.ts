import { checkOptions } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import type { RetryOptions } from '../http/retry.js';
import { CacheEntry } from './cache-entry.js';
import { cacheFolder, isOffline, makeFolder, requireFileSystem, rethrowDiskError } from './cache-folder.js';
import { acquireLock } from './lock.js';
import { fetchInto } from './mirrors.js';
import { type RemoteFile, requireRemoteFile } from './remote-file.js';

/** Progress of a download. */
export interface DownloadProgress {
  /** The name of the file. */
  readonly file: string;
  /** Bytes received, with those of an earlier, unfinished download. */
  readonly received: number;
  /** Bytes of the whole file, where they are known. */
  readonly total: number | undefined;
  /** The address they come from. */
  readonly url: string;
}

/** Options of {@link download}. `retries`, `firstDelay`, `onRetry`: see {@link RetryOptions}. */
export interface DownloadOptions extends RetryOptions {
  /** The folder that keeps downloaded files. Default: {@link cacheFolder}. */
  readonly cache?: string | undefined;
  /** Use what is in the cache, and nothing else. Default: whether `RNNLAB_OFFLINE` is set to `1`. */
  readonly offline?: boolean | undefined;
  /** Download even if the file is in the cache, where it is replaced once the new one is whole. Default: `false`. */
  readonly refresh?: boolean | undefined;
  /** Seconds without a single byte after which a connection counts as cut. Default: 30. */
  readonly timeout?: number | undefined;
  /** Called at the first and the last byte of each connection, and about ten times a second between. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Ends the download, whose bytes are kept to resume later. What is thrown is the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of {@link DownloadOptions}. */
export const DOWNLOAD_OPTIONS: readonly string[] = [
  ...['cache', 'offline', 'refresh', 'retries', 'firstDelay', 'timeout'],
  ...['onRetry', 'onProgress', 'signal'],
];

/**
 * Downloads a file into the cache, unless it is there already. Needs Node.
 *
 * Mirrors are tried in their order, with growing waits between rounds (longer where a server asks for it). A cut
 * download resumes where it ended, also in a later process, unless the file has changed meanwhile. The file gets
 * its name in the cache only when its length and checksums are right and it is on the disk: whatever happens, a
 * file in the cache is whole. Of several processes that want the same file one downloads it and the others wait;
 * if it is killed, another takes over. Proxies are taken from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 *
 * @returns The path of the whole, checked file. Do not change that file: it is shared.
 * @throws {DatasetError} If `file` cannot be one, if it is not in the cache and the cache alone may be used, if the
 * disk is full or cannot be written to; HttpError, which is one, if no mirror gives the right file. The message
 * says for each mirror why.
 *
 * @example
 * const path = await download({
 *   name: 'input.txt',
 *   urls: ['https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt'],
 *   sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
 * });
 */
export async function download(file: RemoteFile, options: DownloadOptions = {}): Promise<string> {
  requireFileSystem();
  requireRemoteFile(file);
  checkOptions('download', options, DOWNLOAD_OPTIONS, DatasetError);
  options.signal?.throwIfAborted();
  const cache = options.cache ?? cacheFolder();
  const entry = new CacheEntry(file, cache);
  if (options.refresh !== true && (await entry.has())) return entry.path;
  if (options.offline ?? isOffline()) {
    throw new DatasetError(
      `${file.name} is not in the cache ${cache}, and downloads are turned off (option offline or RNNLAB_OFFLINE): download it once with them on.`,
    );
  }
  try {
    await makeFolder(entry.folder);
    const lock = await acquireLock(entry.lock, options);
    try {
      // Another process may have downloaded it while this one waited.
      if (options.refresh !== true && (await entry.has())) return entry.path;
      await fill(entry, file, lock.owner, options);
      return entry.path;
    } finally {
      await lock.release();
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    return rethrowDiskError(cache)(error);
  }
}

async function fill(
  entry: CacheEntry,
  file: RemoteFile,
  owner: string,
  options: DownloadOptions,
): Promise<void> {
  const partial = await entry.openPartial(owner);
  try {
    const onBytes = progress(file, options.onProgress);
    const { url, sha256 } = await fetchInto(partial, file, { ...options, onBytes });
    await entry.commit(partial, url, sha256);
  } catch (error) {
    // What cannot be written completely would keep the disk full.
    const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
    await (full ? entry.discardPartial(partial) : entry.keepPartial(partial));
    throw error;
  }
}

/** Hands progress on, a few times a second. */
function progress(
  file: RemoteFile,
  report: DownloadOptions['onProgress'],
): (received: number, total: number | undefined, url: string) => void {
  if (report === undefined) return () => {};
  let last = Number.NEGATIVE_INFINITY;
  let from: string | undefined;
  return (received, total, url) => {
    const now = performance.now();
    if (url === from && received !== total && now - last < 100) return;
    [last, from] = [now, url];
    report({ file: file.name, received, total, url });
  };
}
