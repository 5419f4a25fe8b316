import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './error.js';

let written = 0;

/**
 * Writes a whole file or nothing: to a temporary name, synced, then renamed. A reader never sees half a file,
 * and a full disk leaves the old one.
 *
 * @throws RunError if it cannot be written.
 */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  // Writes of one file that are under way together do not meet.
  const temporary = `${path}.${process.pid}.${written++}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError('write', path, error);
  }
}
