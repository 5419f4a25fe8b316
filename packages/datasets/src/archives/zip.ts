import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { inflate } from '../sources/inflate.js';
import { crc32 } from './crc32.js';
import type { ArchiveEntry } from './entry.js';
import type { ArchiveGuard } from './guard.js';
import { shownName } from './safe-path.js';
import { damaged, type ZipRecord, zipDirectory } from './zip-directory.js';

const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
/** Bytes per read. */
const CHUNK = 256 * 1024;

/**
 * The entries of a zip archive (stored or deflate, zip64), found by the central directory at its end, which knows
 * the sizes that a local header may leave open. Length and CRC-32 of each file are checked.
 *
 * @throws DatasetError while reading if the archive is damaged or an entry is refused.
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

async function* content(source: ByteSource, record: ZipRecord): AsyncGenerator<Uint8Array, void, undefined> {
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
async function dataStart(source: ByteSource, record: ZipRecord): Promise<number> {
  const { offset, rawName, end } = record;
  const wrong = () => damaged(source, `its directory is wrong about ${shownName(record.name)}`);
  const header = await source.read(offset, offset + LOCAL_SIZE + rawName.length);
  if (header.length < LOCAL_SIZE + rawName.length) throw wrong();
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const sameName =
    view.getUint16(26, true) === rawName.length &&
    rawName.every((byte, i) => byte === header[LOCAL_SIZE + i]);
  if (view.getUint32(0, true) !== LOCAL || view.getUint16(8, true) !== record.method || !sameName)
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
    if (chunk.length < Math.min(CHUNK, end - at)) throw damaged(source, 'it ends too early');
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
