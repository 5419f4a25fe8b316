import { nodeModule } from '@rnnlab/shared';

/**
 * A name for one download of this process, as it stands in locks and names of unfinished files:
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
