import { checkOptions, nodeModule, shown } from '@rnnlab/shared';
import { extract } from '../archives/extract.js';
import { readArchive } from '../archives/read-archive.js';
import type { DatasetCard } from '../card.js';
import { cacheFolder, rethrowDiskError } from '../download/cache-folder.js';
import { DOWNLOAD_OPTIONS, type DownloadOptions, download } from '../download/download.js';
import { acquireLock } from '../download/lock.js';
import type { RemoteFile } from '../download/remote-file.js';
import { DatasetError, requirePath } from '../error.js';
import { bytesSource } from '../sources/byte-source.js';
import { concatBytes } from '../sources/byte-stream.js';
import { rethrowFolderError } from '../sources/file-source.js';
import type { Readable } from '../sources/readable.js';

/** Options of every named dataset that has files. By default they are downloaded once, into the cache. Needs Node. */
export interface LoadOptions extends DownloadOptions {
  /**
   * A folder that has the files already, with the names that they have where they come from: they are read there,
   * nothing is downloaded and nothing is written. Files may be unpacked or still packed, and are taken as they are:
   * they may hold a part of the dataset, and are not compared with the checksums and counts of its card.
   */
  readonly folder?: string | undefined;
}

/** Throws a DatasetError if `options` has a key that is neither a {@link LoadOptions} nor in `own`. */
export function requireLoadOptions(card: DatasetCard, options: object, own: readonly string[] = []): void {
  checkOptions(card.name, options, [...own, 'folder', ...DOWNLOAD_OPTIONS], DatasetError);
  const { folder } = options as LoadOptions;
  if (folder !== undefined) requirePath(`The option folder of ${card.name}`, folder);
}

/** Throws a DatasetError unless the dataset comes in a part of this name. */
export function requireSplit(card: DatasetCard, split: string): void {
  const names = Object.keys(card.splits ?? {});
  if (names.includes(split)) return;
  throw new DatasetError(`${card.name} has no split ${shown(split)}: expected ${names.join(', ')}.`);
}

/** The file of that name on the card. */
export function fileOf(card: DatasetCard, name: string) {
  return card.files!.find((file) => file.name === name)!;
}

/**
 * The path of a dataset's file: in the folder that the user has, gzipped or not, or in the cache, where it is
 * downloaded if need be.
 *
 * @throws {DatasetError} If the folder does not have it, or what `download` throws.
 */
export async function locateFile(card: DatasetCard, file: RemoteFile, options: LoadOptions): Promise<string> {
  const { folder, ...rest } = options;
  if (folder === undefined) return download(file, rest);
  const plain = file.name.replace(/\.gz$/, '');
  // Some unpackers write the dot of MNIST's names that the archives have inside.
  const names = [...new Set([file.name, plain, plain.replace('-idx', '.idx')])];
  const found = await firstFileIn(folder, names);
  if (found !== undefined) return found;
  throw await missingFileError(card, folder, names.slice(0, 2), file);
}

/** The path of the first of `names` that is a file in `folder`. */
async function firstFileIn(folder: string, names: readonly string[]): Promise<string | undefined> {
  const { stat } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  for (const name of names) {
    const path = join(folder, name);
    if ((await stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

/** The error of a folder that lacks a file, or is missing itself. */
async function missingFileError(
  card: DatasetCard,
  folder: string,
  names: readonly string[],
  file: RemoteFile,
): Promise<DatasetError> {
  const { readdir } = nodeModule('node:fs/promises');
  await readdir(folder).catch(rethrowFolderError(folder, `one with the files of ${card.name}`));
  return new DatasetError(
    `There is no ${names.join(' or ')} in ${folder}: expected the files of ${card.name}, as from ${file.urls[0]}.`,
  );
}

/**
 * Files of a dataset that comes as an archive: in the folder that the user has, unpacked or not, or in the cache,
 * where the archive is downloaded and unpacked once.
 *
 * @param members - Paths in the archive.
 * @throws {DatasetError} If the folder or the archive does not have one of them, or what `download` throws.
 */
export async function locateMembers(
  card: DatasetCard,
  archive: RemoteFile,
  members: readonly string[],
  options: LoadOptions,
): Promise<Readable[]> {
  const { folder, ...rest } = options;
  if (folder !== undefined) return membersInFolder(card, archive, members, folder);
  const path = await download(archive, rest);
  const unpacked = `${path}.unpacked`;
  if (options.refresh === true) await remove(unpacked);
  const found =
    (await allFilesIn(unpacked, members)) ??
    (await unpackOnce(path, unpacked, members, options).catch(async (error: unknown) => {
      if (error instanceof DatasetError && !isChecked(archive)) await remove(path);
      throw error;
    }));
  if (found !== undefined) return found;
  if (!isChecked(archive)) await remove(path);
  throw new DatasetError(
    `${archive.name} in ${options.cache ?? cacheFolder()} does not hold ${members[0]}: expected the archive of ${card.name}.`,
  );
}

/** Unpacks the archive in the cache, once among all processes. */
async function unpackOnce(
  path: string,
  unpacked: string,
  members: readonly string[],
  { signal }: LoadOptions,
): Promise<string[] | undefined> {
  const { dirname, join } = nodeModule('node:path');
  const lock = await acquireLock(join(dirname(path), '.unpacking'), { signal }).catch(
    rethrowDiskError(dirname(path)),
  );
  try {
    const found = await allFilesIn(unpacked, members);
    if (found !== undefined) return found;
    await remove(unpacked); // of which someone has removed a part
    await extract(path, unpacked, { signal });
    return await allFilesIn(unpacked, members);
  } finally {
    await lock.release();
  }
}

async function remove(path: string): Promise<void> {
  await nodeModule('node:fs/promises').rm(path, { recursive: true, force: true });
}

/** Without a checksum a server may have given anything. What is of no use is not kept, so that it is asked again. */
function isChecked({ sha256, md5 }: RemoteFile): boolean {
  return (sha256 ?? md5) !== undefined;
}

async function membersInFolder(
  card: DatasetCard,
  archive: RemoteFile,
  members: readonly string[],
  folder: string,
): Promise<Readable[]> {
  // The folder may be the one that was unpacked into, or the one in the archive.
  const depth = Math.min(...members.map((member) => member.split('/').length));
  let lacking: readonly string[] = members;
  for (let cut = 0; cut < depth; cut++) {
    const inside = members.map((member) => member.split('/').slice(cut).join('/'));
    const { found, absent } = await findFiles(folder, inside);
    if (absent.length === 0) return found;
    if (absent.length <= lacking.length) lacking = absent;
  }
  const packed = await firstFileIn(folder, [archive.name]);
  if (packed !== undefined) return membersInArchive(card, packed, members);
  throw await missingFileError(card, folder, [lacking[0]!, archive.name], archive);
}

async function allFilesIn(folder: string, members: readonly string[]): Promise<string[] | undefined> {
  const { found, absent } = await findFiles(folder, members);
  return absent.length === 0 ? found : undefined;
}

async function findFiles(folder: string, members: readonly string[]) {
  const [found, absent]: [string[], string[]] = [[], []];
  for (const member of members) {
    const path = await firstFileIn(folder, [member]);
    if (path === undefined) absent.push(member);
    else found.push(path);
  }
  return { found, absent };
}

/** Reads files of an archive into memory, since nothing is written where the user keeps it. */
async function membersInArchive(
  card: DatasetCard,
  archive: string,
  members: readonly string[],
): Promise<Readable[]> {
  const found = new Map<string, Readable>();
  for await (const { path, content } of readArchive(archive)) {
    if (!members.includes(path)) continue;
    const parts: Uint8Array[] = [];
    for await (const chunk of content()) parts.push(chunk);
    found.set(path, bytesSource(concatBytes(parts), `${path} in ${archive}`));
    if (found.size === members.length) break;
  }
  return members.map((member) => {
    const readable = found.get(member);
    if (readable !== undefined) return readable;
    throw new DatasetError(`${archive} does not hold ${member}: expected the archive of ${card.name}.`);
  });
}
