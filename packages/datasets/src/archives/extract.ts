import { checkOptions, isRnnlabError, nodeModule, systemReason } from '@rnnlab/shared';
import { makeFolder } from '../download/cache-folder.js';
import { isDead, newOwner } from '../download/lock.js';
import { DatasetError, requireNode } from '../error.js';
import { byteSource, type Readable } from '../sources/readable.js';
import type { ArchiveLimits } from './entry.js';
import { readArchive } from './read-archive.js';

/** Options of {@link extract}. */
export interface ExtractOptions extends ArchiveLimits {
  /** Whether to unpack the file or folder at this path in the archive. Default: all of them. */
  readonly filter?: ((path: string) => boolean) | undefined;
  /** Ends the unpacking; nothing is left of it. What is thrown is its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Unpacks a tar, tar.gz, zip or gzip file into a new folder; see {@link readArchive} for what is refused. Needs
 * Node.
 *
 * The folder appears when everything is in it, and not at all if something fails. Files get the permissions that
 * new files have; the archive's are not used.
 *
 * @param archive - A path, an http(s) address, bytes, a Blob or a source of one's own.
 * @param folder - The folder to make. One that is there must be empty.
 * @throws {DatasetError} If the folder has something in it, or the archive is damaged or refused.
 *
 * @example
 * await extract('cifar-10-binary.tar.gz', 'data/cifar10');
 */
export async function extract(
  archive: Readable,
  folder: string,
  options: ExtractOptions = {},
): Promise<void> {
  checkOptions('extract', options, ['maxBytes', 'maxRatio', 'maxEntries', 'filter', 'signal'], DatasetError);
  requireNode('Unpacking into a folder', '; read the archive with `readArchive` instead');
  const { mkdir, rm } = nodeModule('node:fs/promises');
  const { dirname, join, resolve, basename } = nodeModule('node:path');
  const target = resolve(folder);
  await requireEmpty(target, folder);
  const parent = dirname(target);
  const prefix = `.${basename(target)}-unpacking-`;
  const temporary = join(parent, prefix + newOwner());
  try {
    await makeFolder(parent);
    await removeDead(parent, prefix);
    await mkdir(temporary);
    await unpack(archive, temporary, options);
    await moveTo(temporary, target, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    options.signal?.throwIfAborted();
    if (isRnnlabError(error) || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw diskError(byteSource(archive).name, folder, error as NodeJS.ErrnoException);
  }
}

async function unpack(archive: Readable, into: string, options: ExtractOptions): Promise<void> {
  const { open } = nodeModule('node:fs/promises');
  const { join, dirname } = nodeModule('node:path');
  for await (const { path, kind, content } of readArchive(archive, options)) {
    options.signal?.throwIfAborted();
    if (options.filter !== undefined && !options.filter(path)) continue;
    const to = join(into, path);
    await makeFolder(kind === 'folder' ? to : dirname(to));
    if (kind === 'folder') continue;
    // wx: names that differ only for us, as by their case, do not overwrite each other.
    const handle = await open(to, 'wx');
    try {
      for await (const chunk of content()) {
        options.signal?.throwIfAborted();
        await handle.writeFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function requireEmpty(target: string, shown: string): Promise<void> {
  const found = await nodeModule('node:fs/promises')
    .readdir(target)
    .catch((error: NodeJS.ErrnoException) => error);
  if (Array.isArray(found) ? found.length === 0 : found.code === 'ENOENT') return;
  const what = Array.isArray(found) ? 'is not empty' : `cannot be used: ${systemReason(found) ?? found.code}`;
  throw new DatasetError(`The folder ${shown} ${what}: expected a new or an empty folder to unpack into.`);
}

/** Gives the folder its name, which an empty one may have. */
async function moveTo(temporary: string, target: string, shown: string): Promise<void> {
  const { rename, rmdir } = nodeModule('node:fs/promises');
  await rmdir(target).catch(() => {}); // Windows renames onto nothing
  await rename(temporary, target).catch(async (error: unknown) => {
    await requireEmpty(target, shown);
    throw error;
  });
}

/** Removes what processes left that were killed while they unpacked into the same folder. */
async function removeDead(parent: string, prefix: string): Promise<void> {
  const { readdir, rm } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix) || !isDead(name.slice(prefix.length))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

function diskError(archive: string, folder: string, error: NodeJS.ErrnoException): DatasetError {
  const same = error.code === 'EEXIST' ? 'it has names that are the same on this file system' : undefined;
  const reason = same ?? systemReason(error) ?? error.code ?? error.message;
  return new DatasetError(`${archive} cannot be unpacked into ${folder}: ${reason}.`, { cause: error });
}
