import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acquireLock, isDead, newOwner } from './lock.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, '.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The owner that a process which runs no more had. */
function deadOwner(): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return newOwner().replace(/^\d+/, String(pid));
}

describe('the lock', () => {
  it('is held by one at a time, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const lock = await acquireLock(path);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from a process that was killed', async () => {
    const owner = deadOwner();
    expect(isDead(owner)).toBe(true);
    await writeFile(path, owner);
    const lock = await acquireLock(path);
    expect(await readFile(path, 'utf8')).toBe(lock.owner);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not taken from one that lives, or may live on another machine, until it shows no sign of life', async () => {
    const elsewhere = deadOwner().replace(/-[0-9a-f]+-/, '-00000000-');
    expect(isDead(elsewhere)).toBe(false);
    expect(isDead(newOwner())).toBe(false);
    await writeFile(path, elsewhere);
    const beats = setInterval(() => void utimes(path, new Date(), new Date()), 50);
    const options = { staleAfter: 1, signal: AbortSignal.timeout(1500) };
    await expect(acquireLock(path, options)).rejects.toThrow(/timeout/);
    clearInterval(beats);
    await (await acquireLock(path, { staleAfter: 0.3 })).release();
  });

  it('is not released by one that has lost it', async () => {
    const lost = await acquireLock(path);
    const other = newOwner();
    await writeFile(path, other);
    await lost.release();
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  it('of a dead owner in a folder that cannot be written to is an error, not a wait without end', async () => {
    await writeFile(path, deadOwner());
    const files = process.getBuiltinModule('node:fs/promises');
    const refused = Object.assign(new Error('not allowed'), { code: 'EACCES', syscall: 'rename' });
    const rename = vi.spyOn(files, 'rename').mockRejectedValue(refused);
    try {
      await expect(acquireLock(path, { signal: AbortSignal.timeout(5000) })).rejects.toBe(refused);
    } finally {
      rename.mockRestore();
    }
  });

  it('that has no owner is passed over soon', async () => {
    await writeFile(path, '');
    await (await acquireLock(path, { staleAfter: 0.3 })).release();
  });
});
