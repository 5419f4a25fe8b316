import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import type { ArchiveGuard } from './guard.js';
import { shownName } from './safe-path.js';
import { zipName } from './zip-name.js';

/** What the central directory of a zip archive says about one entry. */
export interface ZipRecord {
  readonly name: string;
  /** The name as it stands in the archive. */
  readonly rawName: Uint8Array;
  readonly kind: 'file' | 'folder';
  /** 0: stored, 8: deflate. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where the local header begins. */
  readonly offset: number;
  /** Where the entry must end: the beginning of the next one, or of the directory. */
  readonly end: number;
}

type Draft = { -readonly [Key in keyof ZipRecord]: ZipRecord[Key] };

const END = 0x06054b50;
const END_SIZE = 22;
const LOCATOR_64 = 0x07064b50;
const END_64 = 0x06064b50;
const RECORD = 0x02014b50;
const RECORD_SIZE = 46;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 0x2041;

/**
 * Reads the central directory of a zip archive (APPNOTE 6.3, with zip64), in its order.
 *
 * @throws DatasetError if it is damaged, if entries overlap, or if one is encrypted, a link or compressed in
 * another way than with deflate.
 */
export async function zipDirectory(source: ByteSource, guard: ArchiveGuard): Promise<ZipRecord[]> {
  const { count, start, end } = await findDirectory(source);
  guard.admitCount(count);
  const bytes = await source.read(start, end);
  const view = viewOf(bytes);
  const records: Draft[] = [];
  let at = 0;
  while (records.length < count) {
    if (at + RECORD_SIZE > bytes.length || view.getUint32(at, true) !== RECORD) {
      throw damaged(source, `its directory has ${records.length} of ${count} entries`);
    }
    const next =
      at + RECORD_SIZE + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
    if (next > bytes.length) throw damaged(source, 'its directory ends within an entry');
    records.push(readRecord(source, bytes.subarray(at, next), start));
    at = next;
  }
  if (at !== bytes.length) throw damaged(source, `its directory has more than ${count} entries`);
  return setEnds(source, records, start);
}

/** The directory's place, from the record at the end of the archive, which a comment may follow. */
async function findDirectory(source: ByteSource): Promise<{ count: number; start: number; end: number }> {
  const size = await source.size();
  const tailStart = Math.max(0, size - END_SIZE - LONGEST_COMMENT);
  const tail = await source.read(tailStart, size);
  const view = viewOf(tail);
  let at = tail.length - END_SIZE;
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === tail.length)
  ) {
    at--;
  }
  if (at < 0)
    throw new DatasetError(`${source.name} is not a whole zip archive: it has no directory at its end.`);
  const place = {
    disks: view.getUint16(at + 4, true),
    count: view.getUint16(at + 10, true),
    length: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
    end: tailStart + at,
  };
  const place64 = await findDirectory64(source, tailStart + at);
  if (place64 !== undefined) Object.assign(place, place64);
  else if (place.disks !== 0) throw damaged(source, 'it is one part of several');
  if (place.start + place.length !== place.end || place.count * RECORD_SIZE > place.length) {
    throw damaged(source, 'its directory is not where the archive says');
  }
  return { count: place.count, start: place.start, end: place.end };
}

async function findDirectory64(source: ByteSource, end: number) {
  if (end < 76) return undefined;
  const locator = viewOf(await source.read(end - 20, end));
  // Without a locator the numbers are what they seem to be.
  if (locator.getUint32(0, true) !== LOCATOR_64) return undefined;
  const at = bigNumber(source, locator, 8);
  if (at + 56 > end - 20) throw damaged(source, 'its zip64 record is not where the archive says');
  const view = viewOf(await source.read(at, at + 56));
  if (view.getUint32(0, true) !== END_64)
    throw damaged(source, 'its zip64 record is not where the archive says');
  return {
    count: bigNumber(source, view, 32),
    length: bigNumber(source, view, 40),
    start: bigNumber(source, view, 48),
    end: at,
  };
}

function readRecord(source: ByteSource, bytes: Uint8Array, directory: number): Draft {
  const view = viewOf(bytes);
  const [flags, method] = [view.getUint16(8, true), view.getUint16(10, true)];
  const nameEnd = RECORD_SIZE + view.getUint16(28, true);
  const rawName = bytes.subarray(RECORD_SIZE, nameEnd);
  const name = zipName(rawName, (flags & 0x800) !== 0);
  const refuse = (what: string) =>
    new DatasetError(
      `${source.name} has an entry ${shownName(name)}, which is ${what}: expected files and folders only.`,
    );
  if ((flags & ENCRYPTED) !== 0) throw refuse('encrypted');
  if (method !== 0 && method !== 8) {
    throw new DatasetError(
      `${source.name} has an entry ${shownName(name)} with compression method ${method}: expected 0 (stored) or 8 (deflate).`,
    );
  }
  // Unix (3) and macOS (19) keep the type of the file with its permissions.
  const type = [3, 19].includes(bytes[5]!) ? (view.getUint16(40, true) & 0xf000) >> 12 : 0;
  if (type === 10) throw refuse('a link');
  if (type !== 0 && type !== 8 && type !== 4) throw refuse('a device');
  const sizes = {
    unpacked: view.getUint32(24, true),
    packed: view.getUint32(20, true),
    offset: view.getUint32(42, true),
  };
  readZip64(source, bytes.subarray(nameEnd, nameEnd + view.getUint16(30, true)), sizes);
  const kind = name.endsWith('/') ? 'folder' : 'file';
  if (sizes.offset >= directory || (method === 0 && sizes.packed !== sizes.unpacked)) {
    throw damaged(source, `its directory is wrong about ${shownName(name)}`);
  }
  if (kind === 'folder' && sizes.unpacked > 0)
    throw damaged(source, `its folder ${shownName(name)} has content`);
  return { name, rawName, kind, method, crc: view.getUint32(16, true), ...sizes, end: directory };
}

/** Takes numbers that do not fit in 32 bits from the extra field 1, which has those alone, in this order. */
function readZip64(
  source: ByteSource,
  extra: Uint8Array,
  sizes: { unpacked: number; packed: number; offset: number },
): void {
  const view = viewOf(extra);
  const keys = (['unpacked', 'packed', 'offset'] as const).filter((key) => sizes[key] === 0xffffffff);
  for (let at = 0; keys.length > 0 && at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.length || end - at - 4 < keys.length * 8)
      throw damaged(source, 'a zip64 field is too short');
    for (const [i, key] of keys.entries()) sizes[key] = bigNumber(source, view, at + 4 + i * 8);
    return;
  }
}

/** Finds where each entry must end, and refuses entries that share bytes, as those of bombs do. */
function setEnds(source: ByteSource, records: Draft[], directory: number): ZipRecord[] {
  const inPlace = [...records].sort((a, b) => a.offset - b.offset);
  for (const [i, record] of inPlace.entries()) {
    record.end = inPlace[i + 1]?.offset ?? directory;
    if (record.offset + 30 + record.rawName.length + record.packed > record.end) {
      throw new DatasetError(
        `${source.name} has an entry ${shownName(record.name)} that overlaps another: expected each entry to have its own bytes.`,
      );
    }
  }
  return records;
}

function bigNumber(source: ByteSource, view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw damaged(source, 'a number in it is too large');
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The error of an archive that cannot be read. */
export function damaged(source: ByteSource, what: string): DatasetError {
  return new DatasetError(`${source.name} is not a valid zip archive: ${what}.`);
}
