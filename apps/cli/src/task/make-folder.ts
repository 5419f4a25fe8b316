import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reasonFor } from '../errors/system.js';
import { UsageError } from '../errors/usage-error.js';

/**
 * Makes a folder and those above it, one by one: on file systems that make none, as /proc, Node's own recursive
 * mkdir never returns.
 *
 * @throws UsageError if it cannot be made.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path, true);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no folder can be made there' : reasonFor(error);
    throw new UsageError(`Cannot write ${path}: ${reason ?? (error as Error).message}.`);
  }
}

async function make(path: string, withParents: boolean): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || !withParents || dirname(path) === path) throw error;
    await make(dirname(path), true);
    await make(path, false);
  }
}
