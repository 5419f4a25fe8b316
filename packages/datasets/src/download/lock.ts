import { nodeModule } from '@rnnlab/shared';
import { sleep } from '../http/retry.js';

/** A lock that one process holds while it fills an entry of the cache. */
interface Lock {
  readonly owner: string;
  release(): Promise<void>;
}

interface LockOptions {
  /** Ends the waiting: what is thrown is its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds without a sign of life after which an owner that may be alive is ignored. Default: 60. */
  readonly staleAfter?: number | undefined;
}

/** Seconds between two signs of life of an owner. */
const HEARTBEAT = 2;
/** Seconds between two polls of a process that waits. */
const POLL_INTERVAL = 0.2;
/** Milliseconds after which a lock without a name is ignored: its process died while making it. */
const UNNAMED_TIMEOUT = 5000;

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
  while (!(await createLock(path, owner))) {
    options.signal?.throwIfAborted();
    const held = await inspectLock(path);
    if (held !== undefined) {
      // Times of two machines are never compared: only whether the sign changes while this one watches.
      const sign = `${held.owner} ${held.modified}`;
      if (seen?.sign !== sign) seen = { sign, since: performance.now() };
      const patience = held.owner === '' ? Math.min(UNNAMED_TIMEOUT, staleAfter) : staleAfter;
      if (isDead(held.owner) || performance.now() - seen.since > patience) {
        if (await removeLock(path, held.owner, owner, rethrowPermanent)) continue;
      }
    }
    await sleep(POLL_INTERVAL * (0.5 + Math.random()), options.signal);
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
      await removeLock(path, owner, owner, () => {});
    },
  };
}

/** Makes the lock if there is none. */
async function createLock(path: string, owner: string): Promise<boolean> {
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

async function inspectLock(
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
 * @param onFailure - Given what hinders that, other than that the lock is gone.
 * @returns Whether it is gone, or another's.
 */
async function removeLock(
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

/** Throws where waiting does not help: a folder in which nothing can be changed. */
function rethrowPermanent(error: NodeJS.ErrnoException): void {
  // Windows says the others while a file is open elsewhere.
  const lasting = process.platform === 'win32' ? ['EROFS'] : ['EROFS', 'EACCES', 'EPERM'];
  if (lasting.includes(error.code ?? '')) throw error;
}

/**
 * A name for one download of this process, as it is in locks and names of unfinished files:
 * `<pid>-<machine>-<random>`.
 */
export function newOwner(): string {
  const { randomBytes } = nodeModule('node:crypto');
  return `${process.pid}-${machine()}-${randomBytes(4).toString('hex')}`;
}

/** Whether the process that made this owner certainly runs no more. One on another machine may always live. */
export function isDead(owner: string): boolean {
  const match = /^(\d+)-([0-9a-f]+)-[0-9a-f]+$/.exec(owner);
  if (match === null || match[2] !== machine()) return false;
  const pid = Number(match[1]);
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

let known: string | undefined;

/** Stands for the set of processes in which a pid has a meaning: a machine, or one container on it. */
function machine(): string {
  if (known !== undefined) return known;
  const { createHash } = nodeModule('node:crypto');
  let space = '';
  try {
    // Containers may share a cache and even a host name, but not this.
    space = nodeModule('node:fs').readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux.
  }
  const host = `${nodeModule('node:os').hostname()} ${space}`;
  known = createHash('sha256').update(host).digest('hex').slice(0, 8);
  return known;
}
