import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { crc32, inflate } from '../sources/gzip.js';
import { type ArchiveEntry, type ArchiveGuard, shownName } from './entry.js';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
/** Bytes per read. */
const CHUNK = 256 * 1024;

/**
 * The entries of a zip archive (stored or deflate, zip64), found by the central directory at its end, which knows
 * the sizes that a local header may leave open. Length and CRC-32 of each file are checked.
 *
 * @throws {DatasetError} While reading if the archive is damaged or an entry is refused.
 */
export async function* zipEntries(
  source: ByteSource,
  guard: ArchiveGuard,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const ahead = readAhead(source);
  for (const record of await zipDirectory(source, guard)) {
    guard.admitSizes(record.unpacked, record.packed);
    const path = guard.admit(record.name, record.kind);
    if (path === '') continue;
    yield { path, kind: record.kind, bytes: record.unpacked, content: () => content(ahead, record) };
  }
}

async function* content(
  source: ByteSource,
  record: ZipDirectoryRecord,
): AsyncGenerator<Uint8Array, void, undefined> {
  const start = await dataStart(source, record);
  const packed = chunksOf(source, start, start + record.packed);
  const name = `${source.name} in ${shownName(record.name)}`;
  let [length, crc] = [0, 0];
  for await (const chunk of record.method === 0 ? packed : inflate(packed, name, 'deflate-raw')) {
    length += chunk.length;
    if (length > record.unpacked) {
      throw new DatasetError(
        `${name} unpacks to more than the ${record.unpacked} bytes that the archive says.`,
      );
    }
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (length !== record.unpacked) {
    throw new DatasetError(
      `${name} unpacks to ${length} bytes: expected the ${record.unpacked} that the archive says.`,
    );
  }
  if (crc !== record.crc) {
    throw new DatasetError(`${name} is damaged: its CRC-32 is ${hex(crc)}, expected ${hex(record.crc)}.`);
  }
}

/** Where the bytes of an entry begin, after its local header, which must be the one of that entry. */
async function dataStart(source: ByteSource, record: ZipDirectoryRecord): Promise<number> {
  const { offset, rawName, end } = record;
  const wrong = () => zipError(source, `its directory is wrong about ${shownName(record.name)}`);
  const header = await source.read(offset, offset + LOCAL_SIZE + rawName.length);
  if (header.length < LOCAL_SIZE + rawName.length) throw wrong();
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const sameName =
    view.getUint16(26, true) === rawName.length &&
    rawName.every((byte, i) => byte === header[LOCAL_SIZE + i]);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE || view.getUint16(8, true) !== record.method || !sameName)
    throw wrong();
  const start = offset + LOCAL_SIZE + rawName.length + view.getUint16(28, true);
  if (start + record.packed > end) throw wrong();
  return start;
}

async function* chunksOf(
  source: ByteSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = start; at < end; at += CHUNK) {
    const chunk = await source.read(at, Math.min(at + CHUNK, end));
    if (chunk.length < Math.min(CHUNK, end - at)) throw zipError(source, 'it ends too early');
    yield chunk;
  }
}

/** Reads more than is asked for, so that many small files one after the other cost few reads. */
function readAhead(source: ByteSource): ByteSource {
  let from = 0;
  let bytes: Uint8Array = new Uint8Array();
  return {
    name: source.name,
    size: () => source.size(),
    stream: (start) => source.stream(start),
    async read(start, end) {
      if (start < from || end > from + bytes.length) {
        [from, bytes] = [start, await source.read(start, Math.max(end, start + CHUNK))];
      }
      return bytes.subarray(start - from, end - from);
    },
  };
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** One entry of the central directory of a zip archive. */
interface ZipDirectoryRecord {
  readonly name: string;
  /** The name as bytes of the archive. */
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

type Draft = { -readonly [Key in keyof ZipDirectoryRecord]: ZipDirectoryRecord[Key] };

const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const RECORD_SIGNATURE = 0x02014b50;
const RECORD_SIZE = 46;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 0x2041;

/**
 * Reads the central directory of a zip archive (APPNOTE 6.3, with zip64), in its order.
 *
 * @throws {DatasetError} If it is damaged, if entries overlap, or if one is encrypted, a link or compressed in
 * another way than with deflate.
 */
async function zipDirectory(source: ByteSource, guard: ArchiveGuard): Promise<ZipDirectoryRecord[]> {
  const { count, start, end } = await findDirectory(source);
  guard.admitCount(count);
  const bytes = await source.read(start, end);
  const view = viewOf(bytes);
  const records: Draft[] = [];
  let at = 0;
  while (records.length < count) {
    if (at + RECORD_SIZE > bytes.length || view.getUint32(at, true) !== RECORD_SIGNATURE) {
      throw zipError(source, `its directory has ${records.length} of ${count} entries`);
    }
    const next =
      at + RECORD_SIZE + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
    if (next > bytes.length) throw zipError(source, 'its directory ends within an entry');
    records.push(readRecord(source, bytes.subarray(at, next), start));
    at = next;
  }
  if (at !== bytes.length) throw zipError(source, `its directory has more than ${count} entries`);
  return setEnds(source, records, start);
}

/** Locates the central directory by the record at the end of the archive, which a comment may follow. */
async function findDirectory(source: ByteSource): Promise<{ count: number; start: number; end: number }> {
  const size = await source.size();
  const tailStart = Math.max(0, size - END_SIZE - MAX_COMMENT);
  const tail = await source.read(tailStart, size);
  const view = viewOf(tail);
  let at = tail.length - END_SIZE;
  while (
    at >= 0 &&
    !(
      view.getUint32(at, true) === END_SIGNATURE &&
      at + END_SIZE + view.getUint16(at + 20, true) === tail.length
    )
  ) {
    at--;
  }
  if (at < 0)
    throw new DatasetError(`${source.name} is not a whole zip archive: it has no directory at its end.`);
  const found = {
    disks: view.getUint16(at + 4, true),
    count: view.getUint16(at + 10, true),
    length: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
    end: tailStart + at,
  };
  const found64 = await findDirectory64(source, tailStart + at);
  if (found64 !== undefined) Object.assign(found, found64);
  else if (found.disks !== 0) throw zipError(source, 'it is one part of several');
  if (found.start + found.length !== found.end || found.count * RECORD_SIZE > found.length) {
    throw zipError(source, 'its directory is not where the archive says');
  }
  return { count: found.count, start: found.start, end: found.end };
}

async function findDirectory64(source: ByteSource, end: number) {
  if (end < 76) return undefined;
  const locator = viewOf(await source.read(end - 20, end));
  // Without a locator the numbers are what they seem to be.
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR_SIGNATURE) return undefined;
  const at = readUint64(source, locator, 8);
  if (at + 56 > end - 20) throw zipError(source, 'its zip64 record is not where the archive says');
  const view = viewOf(await source.read(at, at + 56));
  if (view.getUint32(0, true) !== ZIP64_END_SIGNATURE)
    throw zipError(source, 'its zip64 record is not where the archive says');
  return {
    count: readUint64(source, view, 32),
    length: readUint64(source, view, 40),
    start: readUint64(source, view, 48),
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
    throw zipError(source, `its directory is wrong about ${shownName(name)}`);
  }
  if (kind === 'folder' && sizes.unpacked > 0)
    throw zipError(source, `its folder ${shownName(name)} has content`);
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
      throw zipError(source, 'a zip64 field is too short');
    for (const [i, key] of keys.entries()) sizes[key] = readUint64(source, view, at + 4 + i * 8);
    return;
  }
}

/** Finds where each entry must end, and refuses entries that share bytes, as those of bombs do. */
function setEnds(source: ByteSource, records: Draft[], directory: number): ZipDirectoryRecord[] {
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

function readUint64(source: ByteSource, view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw zipError(source, 'a number in it is too large');
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The error of an archive that cannot be read. */
function zipError(source: ByteSource, what: string): DatasetError {
  return new DatasetError(`${source.name} is not a valid zip archive: ${what}.`);
}

/** Characters 128 to 255 of code page 437, in which zip names are unless they say that they are UTF-8. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * The name of a zip entry.
 *
 * @param isUtf8 - Whether the entry says so. Many programs write UTF-8 without saying so, so that what is valid
 * UTF-8 is taken for it in any case.
 */
function zipName(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128])).join('');
  }
}
