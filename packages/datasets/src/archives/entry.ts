import { DatasetError } from '../error.js';

/** One file or folder in an archive. */
export interface ArchiveEntry {
  /** Relative, with `/` between its parts, and safe: it leads nowhere but into the archive's folder. */
  readonly path: string;
  /** Whether it is a file or a folder. */
  readonly kind: 'file' | 'folder';
  /** The length of a file; 0 for a folder, undefined where it is known only after reading. */
  readonly bytes: number | undefined;
  /**
   * The bytes of a file in chunks, read once and before the next entry is asked for. Throws a DatasetError if
   * they are damaged, or more than the archive says or the limits allow.
   */
  content(): AsyncIterable<Uint8Array>;
}

/** Limits of an archive. One beyond any of these is refused as a decompression bomb. */
export interface ArchiveLimits {
  /** Unpacked bytes of all entries together. Default: 16 GiB. */
  readonly maxBytes?: number | undefined;
  /** Unpacked bytes per packed byte, once more than 16 MiB are unpacked. Default: 200; text seldom reaches 20. */
  readonly maxRatio?: number | undefined;
  /** Number of entries. Default: 1,000,000. */
  readonly maxEntries?: number | undefined;
}

/** Unpacked bytes up to which any ratio is allowed: they do no harm. */
const ANY_RATIO_BYTES = 16 * 2 ** 20;

/** Checks the names, number and sizes of the entries of one archive as they come. */
export class ArchiveGuard {
  readonly archive: string;
  readonly #maxBytes: number;
  readonly #maxRatio: number;
  readonly #maxEntries: number;
  readonly #kinds = new Map<string, 'file' | 'folder'>();
  #entries = 0;
  #claimed = 0;
  #unpacked = 0;
  #packed = 0;

  /** @param archive - What errors call the archive. */
  constructor(archive: string, limits: ArchiveLimits = {}) {
    this.archive = archive;
    this.#maxBytes = limit('maxBytes', limits.maxBytes, 16 * 2 ** 30);
    this.#maxRatio = limit('maxRatio', limits.maxRatio, 200);
    this.#maxEntries = limit('maxEntries', limits.maxEntries, 1_000_000);
  }

  /**
   * Lets an entry in.
   *
   * @returns Its path, safe and unique.
   * @throws {DatasetError} If its name leads out of the archive, if there are two of that name or one is below a
   * file, or if there are too many.
   */
  admit(name: string, kind: 'file' | 'folder'): string {
    this.admitCount(++this.#entries);
    const path = safePath(name, this.archive);
    const before = path === '' ? 'folder' : this.#kinds.get(path);
    if (before !== undefined && (before !== 'folder' || kind !== 'folder')) {
      throw new DatasetError(
        `${this.archive} has two entries with the name ${shownName(path)}: expected every name once.`,
      );
    }
    this.#kinds.set(path, kind);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end);
      const known = this.#kinds.get(parent);
      if (known === 'folder') break;
      if (known === 'file') {
        throw new DatasetError(
          `${this.archive} has an entry ${shownName(path)} below ${shownName(parent)}, which is a file: expected a folder.`,
        );
      }
      this.#kinds.set(parent, 'folder');
    }
    return path;
  }

  /** Throws a {@link DatasetError} if so many entries are too many. */
  admitCount(entries: number): void {
    if (entries <= this.#maxEntries) return;
    throw new DatasetError(
      `${this.archive} has more than ${this.#maxEntries} entries: expected at most that many (option maxEntries).`,
    );
  }

  /** Throws a {@link DatasetError} if an entry with these sizes would be too large, before anything is unpacked. */
  admitSizes(unpacked: number, packed: number): void {
    this.#claimed += unpacked;
    this.#requireBytes(this.#claimed);
    this.#requireRatio(unpacked, packed);
  }

  /** Counts packed bytes that have been read. */
  read(bytes: number): void {
    this.#packed += bytes;
  }

  /** Counts unpacked bytes that have come out, and compares them with the packed ones so far. */
  unpacked(bytes: number): void {
    this.#unpacked += bytes;
    this.#requireBytes(this.#unpacked);
    this.#requireRatio(this.#unpacked, this.#packed);
  }

  #requireBytes(unpacked: number): void {
    if (unpacked <= this.#maxBytes) return;
    throw new DatasetError(
      `${this.archive} unpacks to more than ${this.#maxBytes} bytes: expected at most that many (option maxBytes).`,
    );
  }

  #requireRatio(unpacked: number, packed: number): void {
    if (unpacked <= ANY_RATIO_BYTES || unpacked <= packed * this.#maxRatio) return;
    throw new DatasetError(
      `${this.archive} unpacks to more than ${this.#maxRatio} times its size: expected no decompression bomb (option maxRatio).`,
    );
  }
}

function limit(name: string, value: number | undefined, standard: number): number {
  if (value === undefined) return standard;
  if (typeof value === 'number' && value > 0) return value;
  throw new DatasetError(
    `The option ${name} of an archive is ${String(value).slice(0, 40)}: expected a number above 0.`,
  );
}

/**
 * The name of an entry as a relative path with `/` between its parts: without `.` parts, doubled and trailing
 * slashes.
 *
 * @param archive - What an error calls the archive.
 * @returns `''` for the folder of the archive itself (`./`).
 * @throws {DatasetError} If the name would lead out of the folder to which it is unpacked, on any platform, or
 * cannot be a file name.
 */
function safePath(name: string, archive: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const problem = problemOf(name, parts);
  if (problem === undefined) return parts.join('/');
  throw new DatasetError(
    `${archive} has an entry ${shownName(name)}, which ${problem}: expected a relative path inside the archive.`,
  );
}

/** A name as messages show it. */
export function shownName(name: string): string {
  return JSON.stringify(name.length <= 80 ? name : `${name.slice(0, 40)}…${name.slice(-39)}`);
}

function problemOf(name: string, parts: readonly string[]): string | undefined {
  if (name.startsWith('/')) return 'is an absolute path';
  // A backslash is a separator on Windows; archives write / there, too.
  if (/^[a-z]:/i.test(name) || name.includes('\\')) return 'is a path of Windows';
  if (parts.includes('..')) return 'leads out of the folder';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'has control characters';
  if (name === '') return 'is empty';
  const encoder = new TextEncoder();
  if (encoder.encode(name).length > 4096 || parts.some((part) => encoder.encode(part).length > 255)) {
    return 'is too long';
  }
  if (globalThis.process?.platform === 'win32' && parts.some(isSpecialOnWindows)) {
    return 'cannot be a file name on Windows';
  }
  return undefined;
}

/** Names that Windows takes for devices, for streams of other files, or without their last character. */
function isSpecialOnWindows(part: string): boolean {
  return /[:*?"<>|]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part);
}
