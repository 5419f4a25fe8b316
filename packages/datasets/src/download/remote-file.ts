import type { Hash } from 'node:crypto';
import { nodeModule } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

/** A file on the web, with its length and checksums. */
export interface RemoteFile {
  /** Its name in the cache, without folders and not beginning with a dot: `'train-images-idx3-ubyte.gz'`. */
  readonly name: string;
  /** http(s) addresses of the same bytes, the best first. */
  readonly urls: readonly string[];
  /** Its length. */
  readonly bytes?: number | undefined;
  /** In hexadecimal digits. */
  readonly sha256?: string | undefined;
  /** In hexadecimal digits. Broken as a proof against an attacker; use `sha256` where there is one. */
  readonly md5?: string | undefined;
}

const DIGITS = { sha256: 64, md5: 32 } as const;

/**
 * Throws a {@link DatasetError} unless `file` can be downloaded: a name that is no path, http(s) addresses, a
 * length and checksums that can be ones.
 */
export function requireRemoteFile(file: RemoteFile): void {
  const { name, urls, bytes } = file;
  if (!isFileName(name)) {
    throw new DatasetError(
      `The file to download has the name ${JSON.stringify(name)?.slice(0, 80)}: expected a file name that begins with no dot and has no folders.`,
    );
  }
  if (!Array.isArray(urls) || urls.length === 0) {
    throw new DatasetError(`${name} has no address to download it from: expected one or more in urls.`);
  }
  for (const url of urls) {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) continue;
    throw new DatasetError(
      `${name} has the address ${String(url).slice(0, 160)}: expected one that begins with http:// or https://.`,
    );
  }
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes >= 0)) {
    throw new DatasetError(`${name} has the length ${bytes}: expected a whole number of bytes.`);
  }
  for (const algorithm of ['sha256', 'md5'] as const) {
    const value = file[algorithm];
    if (value === undefined || isDigest(value, DIGITS[algorithm])) continue;
    throw new DatasetError(
      `${name} has the ${algorithm} ${JSON.stringify(value)?.slice(0, 80)}: expected ${DIGITS[algorithm]} hexadecimal digits.`,
    );
  }
}

/** Names that are safe on every file system: no folders, no control characters, no device of Windows. */
function isFileName(name: string): boolean {
  return (
    typeof name === 'string' &&
    name.length > 0 &&
    new TextEncoder().encode(name).length <= 200 &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    !/[\u0000-\u001f/\\:*?"<>|]|^\.|[. ]$/.test(name) &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)
  );
}

function isDigest(value: unknown, digits: number): boolean {
  return typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/i.test(value);
}

/** Checksums in hexadecimal digits. */
export interface Checksums {
  readonly sha256: string;
  readonly md5: string | undefined;
}

/** Computes the checksums of bytes that come one after the other. */
export class Digests {
  readonly #sha256: Hash;
  readonly #md5: Hash | undefined;

  /** @param md5 - Whether that one is wanted, too. */
  constructor(md5: boolean) {
    const { createHash } = nodeModule('node:crypto');
    this.#sha256 = createHash('sha256');
    this.#md5 = md5 ? createHash('md5') : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#md5?.update(bytes);
  }

  /** Ends the computation. */
  end(): Checksums {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') };
  }
}
