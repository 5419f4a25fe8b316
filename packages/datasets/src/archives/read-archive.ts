import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { peek } from '../sources/byte-stream.js';
import { hasGzipMagic, inflate } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import { type ArchiveEntry, ArchiveGuard, type ArchiveLimits } from './entry.js';
import { tarEntries } from './tar.js';
import { zipEntries } from './zip.js';

/**
 * Iterates over the files and folders of a tar, tar.gz, zip or gzip archive, whose format is known by its content. A gzip
 * file that holds no tar archive is one file, with the name of the archive without `.gz`. Works in the browser.
 *
 * Only a piece of the archive is in memory at any time. Refused are: names that lead out of the archive's folder,
 * names that come twice, links, devices, encrypted entries, zip entries that share bytes, and archives beyond the
 * limits (decompression bombs).
 *
 * @param archive - A path in Node, an http(s) address, bytes, a Blob or a source of one's own.
 * @param limits - See {@link ArchiveLimits}.
 * @throws {DatasetError} While reading if the archive is of no such kind, damaged or cut, or something is refused.
 *
 * @example
 * for await (const { path, content } of readArchive('names.zip')) {
 *   for await (const chunk of content()) console.log(path, chunk.length);
 * }
 */
export async function* readArchive(
  archive: Readable,
  limits: ArchiveLimits = {},
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const source = byteSource(archive);
  const guard = new ArchiveGuard(source.name, limits);
  const head = await source.read(0, BLOCK);
  if (isZip(head)) return yield* zipEntries(source, guard);
  if (hasGzipMagic(head)) return yield* gzipEntries(source, guard);
  if (!isTar(head)) {
    throw new DatasetError(`${source.name} is not an archive: expected a tar, tar.gz, zip or gzip file.`);
  }
  yield* tarEntries(source.stream(), guard);
}

const BLOCK = 512;

async function* gzipEntries(
  source: ByteSource,
  guard: ArchiveGuard,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const unpacked = gunzipWithin(source, guard);
  const { head, chunks } = await peek(unpacked, BLOCK);
  if (isTar(head)) return yield* tarEntries(chunks, guard);
  const name = source.name.split(/[\\/]/).at(-1)!.replace(/\?.*$/, '').replace(/\.gz$/i, '') || 'content';
  try {
    yield { path: guard.admit(name, 'file'), kind: 'file', bytes: undefined, content: () => chunks };
  } finally {
    await unpacked.return();
  }
}

function isZip(head: Uint8Array): boolean {
  const end = head[2] === 5 && head[3] === 6; // an empty one
  return head[0] === 0x50 && head[1] === 0x4b && (end || (head[2] === 3 && head[3] === 4));
}

/** A tar archive begins with a block whose checksum, in octal digits at 148, is the sum of its other bytes. */
function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false;
  const digits = String.fromCharCode(...head.subarray(148, 156)).replace(/[\0 ]+$/, '');
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : head[i]!;
  return /^ *[0-7]+$/.test(digits) && Number.parseInt(digits.trim(), 8) === sum;
}

/**
 * The unpacked bytes of a gzip file, in chunks.
 *
 * @param guard - Counts what goes in and comes out.
 * @throws {DatasetError} While reading if the file is damaged or beyond a limit.
 */
async function* gunzipWithin(
  source: ByteSource,
  guard: ArchiveGuard,
): AsyncGenerator<Uint8Array, void, undefined> {
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source.stream()) {
      guard.read(chunk.length);
      yield chunk;
    }
  }
  for await (const chunk of inflate(counted(), source.name)) {
    guard.unpacked(chunk.length);
    yield chunk;
  }
}
