import { nodeModule } from '@rnnlab/shared';
import { sleep } from '../http/retry.js';
import { isDead, newOwner } from './owner.js';

/** What one process holds while it fills a place in the cache. */
export interface Lock {
  readonly owner: string;
  release(): Promise<void>;
}

export interface LockOptions {
  /** Ends the waiting: what is thrown is its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds without a sign of life after which an owner that may live is passed over. Default 60. */
  readonly staleAfter?: number | undefined;
}

/** Seconds between two signs of life of an owner. */
const HEARTBEAT = 2;
/** Seconds between two looks of a process that waits. */
const LOOK = 0.2;
/** Milliseconds after which a lock without a name is passed over: its process died while making it. */
const UNNAMED = 5000;

/**
 * Takes the lock at `path`, a file with the name of its owner, as soon as it is free. Its folder must exist.
 *
 * A lock whose process was killed is taken over at once. One that shows no sign of life for `staleAfter` seconds,
 * as of a machine that was switched off or a process that was halted, is taken over, too. So two owners are
 * possible, and the lock only saves work: what they do must be right without it.
 */
export async function acquireLock(path: string, options: LockOptions = {}): Promise<Lock> {
  const owner = newOwner();
  const staleAfter = (options.staleAfter ?? 60) * 1000;
  let seen: { readonly sign: string; readonly since: number } | undefined;
  while (!(await create(path, owner))) {
    options.signal?.throwIfAborted();
    const held = await look(path);
    if (held !== undefined) {
      // Times of two machines are never compared: only whether the sign changes while this one watches.
      const sign = `${held.owner} ${held.modified}`;
      if (seen?.sign !== sign) seen = { sign, since: performance.now() };
      const patience = held.owner === '' ? Math.min(UNNAMED, staleAfter) : staleAfter;
      if (isDead(held.owner) || performance.now() - seen.since > patience) {
        if (await remove(path, held.owner, owner, rethrowLasting)) continue;
      }
    }
    await sleep(LOOK * (0.5 + Math.random()), options.signal);
  }
  const { utimes } = nodeModule('node:fs/promises');
  const beat = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => {});
  }, HEARTBEAT * 1000);
  beat.unref();
  return {
    owner,
    async release() {
      clearInterval(beat);
      await remove(path, owner, owner, () => {});
    },
  };
}

/** Makes the lock if there is none. */
async function create(path: string, owner: string): Promise<boolean> {
  const { writeFile, rm } = nodeModule('node:fs/promises');
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Windows says this while a file of that name is being deleted.
    if (process.platform === 'win32' && (code === 'EPERM' || code === 'EBUSY')) return false;
    // A lock without an owner would be waited for.
    if (code === 'ENOSPC' || code === 'EDQUOT') await rm(path, { force: true }).catch(() => {});
    throw error;
  }
}

async function look(
  path: string,
): Promise<{ readonly owner: string; readonly modified: number } | undefined> {
  const { readFile, stat } = nodeModule('node:fs/promises');
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { owner, modified: mtimeMs };
  } catch {
    return undefined; // released meanwhile
  }
}

/**
 * Removes the lock of `owner`, unless it is another's by now.
 *
 * @param onFailure Given what hinders that, other than that the lock is gone.
 * @returns Whether it is gone, or another's.
 */
async function remove(
  path: string,
  owner: string,
  by: string,
  onFailure: (error: NodeJS.ErrnoException) => void,
): Promise<boolean> {
  const { rename, readFile, link, rm } = nodeModule('node:fs/promises');
  const aside = `${path}-${by}`;
  try {
    // Of several that remove it, a rename lets one win.
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    onFailure(error as NodeJS.ErrnoException);
    return false;
  }
  try {
    const found = await readFile(aside, 'utf8');
    if (found !== owner) await link(aside, path);
  } catch {
    // A third process has the lock meanwhile, which is harmless.
  }
  await rm(aside, { force: true }).catch(() => {});
  return true;
}

/** Throws what waiting does not mend: a folder in which nothing can be changed. */
function rethrowLasting(error: NodeJS.ErrnoException): void {
  // Windows says the others while a file is open elsewhere.
  const lasting = process.platform === 'win32' ? ['EROFS'] : ['EROFS', 'EACCES', 'EPERM'];
  if (lasting.includes(error.code ?? '')) throw error;
}
