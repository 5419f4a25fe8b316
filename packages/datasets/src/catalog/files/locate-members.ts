import { nodeModule } from '@rnnlab/shared';
import { extract } from '../../archives/extract.js';
import { readArchive } from '../../archives/read-archive.js';
import type { DatasetCard } from '../../card.js';
import { cacheFolder } from '../../download/cache-folder.js';
import { rethrowDisk } from '../../download/disk-error.js';
import { download } from '../../download/download.js';
import { acquireLock } from '../../download/lock.js';
import type { RemoteFile } from '../../download/remote-file.js';
import { DatasetError } from '../../error.js';
import type { Readable } from '../../sources/byte-source.js';
import { bytesSource } from '../../sources/bytes-source.js';
import { join as joined } from '../../sources/join.js';
import type { LoadOptions } from './load-options.js';
import { firstIn, missing } from './locate-file.js';

/**
 * Files of a dataset that comes as an archive: in the folder that the user has, unpacked or not, or in the cache,
 * where the archive is downloaded and unpacked once.
 *
 * @param members Paths in the archive.
 * @throws DatasetError if the folder or the archive does not have one of them, or what `download` throws.
 */
export async function locateMembers(
  card: DatasetCard,
  archive: RemoteFile,
  members: readonly string[],
  options: LoadOptions,
): Promise<Readable[]> {
  const { folder, ...rest } = options;
  if (folder !== undefined) return inFolder(card, archive, members, folder);
  const path = await download(archive, rest);
  const unpacked = `${path}.unpacked`;
  if (options.refresh === true) await remove(unpacked);
  const found =
    (await allIn(unpacked, members)) ??
    (await unpack(path, unpacked, members, options).catch(async (error: unknown) => {
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
async function unpack(
  path: string,
  unpacked: string,
  members: readonly string[],
  { signal }: LoadOptions,
): Promise<string[] | undefined> {
  const { dirname, join } = nodeModule('node:path');
  const lock = await acquireLock(join(dirname(path), '.unpacking'), { signal }).catch(
    rethrowDisk(dirname(path)),
  );
  try {
    const found = await allIn(unpacked, members);
    if (found !== undefined) return found;
    await remove(unpacked); // of which someone has removed a part
    await extract(path, unpacked, { signal });
    return await allIn(unpacked, members);
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

async function inFolder(
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
    const { found, absent } = await lookFor(folder, inside);
    if (absent.length === 0) return found;
    if (absent.length <= lacking.length) lacking = absent;
  }
  const packed = await firstIn(folder, [archive.name]);
  if (packed !== undefined) return fromArchive(card, packed, members);
  throw await missing(card, folder, [lacking[0]!, archive.name], archive);
}

async function allIn(folder: string, members: readonly string[]): Promise<string[] | undefined> {
  const { found, absent } = await lookFor(folder, members);
  return absent.length === 0 ? found : undefined;
}

async function lookFor(folder: string, members: readonly string[]) {
  const [found, absent]: [string[], string[]] = [[], []];
  for (const member of members) {
    const path = await firstIn(folder, [member]);
    if (path === undefined) absent.push(member);
    else found.push(path);
  }
  return { found, absent };
}

/** Reads files of an archive into memory, since nothing is written where the user keeps it. */
async function fromArchive(
  card: DatasetCard,
  archive: string,
  members: readonly string[],
): Promise<Readable[]> {
  const found = new Map<string, Readable>();
  for await (const { path, content } of readArchive(archive)) {
    if (!members.includes(path)) continue;
    const parts: Uint8Array[] = [];
    for await (const chunk of content()) parts.push(chunk);
    found.set(path, bytesSource(joined(parts), `${path} in ${archive}`));
    if (found.size === members.length) break;
  }
  return members.map((member) => {
    const readable = found.get(member);
    if (readable !== undefined) return readable;
    throw new DatasetError(`${archive} does not hold ${member}: expected the archive of ${card.name}.`);
  });
}
