import { nodeModule } from './node-module.js';

/**
 * Makes a folder and its missing parents, one by one: where a parent exists but takes no folder, as `/proc`, Node's own
 * recursive `mkdir` never returns.
 *
 * @throws The error of the file system.
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
  const found = await nodeModule('node:fs/promises')
    .stat(path)
    .catch(() => undefined);
  if (!found?.isDirectory()) throw error;
}

/**
 * Writes a file atomically, and makes its folder if there is none: under a temporary name, synced, renamed, and the
 * folder synced, so that the name is on the disk too. A reader never sees half a file, and a full disk leaves the old one.
 *
 * @throws The error of the file system.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const { open, rename, rm } = nodeModule('node:fs/promises');
  const { randomUUID } = nodeModule('node:crypto');
  const folder = nodeModule('node:path').dirname(path);
  // Concurrent writes of one file never share a temporary name: not in threads, nor in containers that share a folder and
  // give the same number to a process.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await makeFolder(folder);
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
    throw error;
  }
  await syncFolder(folder);
}

/** Flushes the names in a folder to the disk, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and some network file systems do not sync them: the rename counts all the same.
  const folder = await nodeModule('node:fs/promises')
    .open(path, 'r')
    .catch(() => undefined);
  try {
    await folder?.sync().catch(() => {});
  } finally {
    await folder?.close();
  }
}
