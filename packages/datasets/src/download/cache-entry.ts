import { nodeModule, writeFileAtomic } from '@rnnlab/shared';
import { makeFolder } from './cache-folder.js';
import { isDead } from './lock.js';
import { PartialFile } from './partial-file.js';
import { Digests, type RemoteFile } from './remote-file.js';

/** Record of a file in the cache, written beside it. */
interface CacheRecord {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Days after which what an unknown process left unfinished is removed. */
const ABANDONED_DAYS = 7;

/**
 * The entry of one file in the cache: a folder named after its checksum or, without one, its first address. So
 * files of the same name never meet, and the same file of several mirrors is kept once.
 *
 *     downloads/<key>/<name>               whole and checked; nothing else ever has this name
 *     downloads/<key>/.<name>.json         its length, checksum and origin
 *     downloads/<key>/.lock                who is downloading it
 *     downloads/<key>/.partial[-<owner>]/  unfinished
 */
export class CacheEntry {
  readonly folder: string;
  /** The path of the whole file, also before it exists. */
  readonly path: string;
  readonly lock: string;
  readonly #file: RemoteFile;
  readonly #record: string;

  constructor(file: RemoteFile, cache: string) {
    const { join, resolve } = nodeModule('node:path');
    const { createHash } = nodeModule('node:crypto');
    const identity = file.sha256?.toLowerCase() ?? file.md5?.toLowerCase() ?? file.urls[0]!;
    const key = createHash('sha256').update(identity).digest('hex').slice(0, 16);
    this.#file = file;
    this.folder = join(resolve(cache), 'downloads', key);
    this.path = join(this.folder, file.name);
    this.lock = join(this.folder, '.lock');
    this.#record = join(this.folder, `.${file.name}.json`);
  }

  /** Whether the whole file is there. One without a record is read and compared with its checksum. */
  async has(): Promise<boolean> {
    const { stat, readFile } = nodeModule('node:fs/promises');
    const found = await stat(this.path).catch(() => undefined);
    if (!found?.isFile() || (this.#file.bytes ?? found.size) !== found.size) return false;
    const text = await readFile(this.#record, 'utf8').catch(() => undefined);
    const record = text === undefined ? undefined : parseRecord(text);
    if (record !== undefined) return record.bytes === found.size && this.#agrees(record.sha256);
    return this.#adopt(found.size);
  }

  /** Opens the unfinished file of an earlier download, or a new file, which belongs to `owner` alone. */
  async openPartial(owner: string): Promise<PartialFile> {
    const { rename, rm } = nodeModule('node:fs/promises');
    const { join } = nodeModule('node:path');
    const mine = join(this.folder, `.partial-${owner}`);
    const [longest, ...others] = await this.#abandoned();
    if (longest !== undefined) await rename(longest, mine).catch(() => {});
    for (const other of others) await rm(other, { recursive: true, force: true }).catch(() => {});
    await makeFolder(mine);
    const { sha256, md5 } = this.#file;
    return PartialFile.open(mine, { md5: md5 !== undefined, checked: (sha256 ?? md5) !== undefined });
  }

  /** Gives the checked file its name. Until then nobody sees it; from then on it is whole. */
  async commit(partial: PartialFile, url: string, sha256: string): Promise<void> {
    const { rename, rm } = nodeModule('node:fs/promises');
    const record: CacheRecord = { name: this.#file.name, url, bytes: partial.received, sha256 };
    await partial.sync();
    await partial.close();
    // In this order a process that ends anywhere leaves no record of another file.
    await rm(this.#record, { force: true });
    await rename(partial.path, this.path);
    // It syncs the name of the file itself to the disk, too.
    await this.#writeRecord(record);
    await rm(partial.folder, { recursive: true, force: true }).catch(() => {});
  }

  /** Keeps an unfinished file for the next download to resume. */
  async keepPartial(partial: PartialFile): Promise<void> {
    const { rename, rm } = nodeModule('node:fs/promises');
    await partial.sync().catch(() => {});
    await partial.close().catch(() => {});
    const left = nodeModule('node:path').join(this.folder, '.partial');
    const empty = partial.received === 0;
    if (
      !empty &&
      (await rename(partial.folder, left).then(
        () => true,
        () => false,
      ))
    )
      return;
    await rm(partial.folder, { recursive: true, force: true }).catch(() => {});
  }

  /** Removes an unfinished file. */
  async discardPartial(partial: PartialFile): Promise<void> {
    await partial.close().catch(() => {});
    const { rm } = nodeModule('node:fs/promises');
    await rm(partial.folder, { recursive: true, force: true }).catch(() => {});
  }

  /** Folders of unfinished files that nobody writes to, the longest file first. */
  async #abandoned(): Promise<string[]> {
    const { readdir, stat, rm } = nodeModule('node:fs/promises');
    const { join } = nodeModule('node:path');
    const found: { readonly path: string; readonly size: number }[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const owner = /^\.(?:partial|lock)-(.*)$/.exec(name)?.[1];
      if (owner === undefined && name !== '.partial') continue;
      const { mtimeMs, size } = await stat(name.startsWith('.lock') ? path : join(path, 'data')).catch(
        () => ({ mtimeMs: Date.now(), size: 0 }),
      );
      const forgotten = Date.now() - mtimeMs > ABANDONED_DAYS * 24 * 3600 * 1000;
      if (owner !== undefined && !isDead(owner) && !forgotten) continue;
      if (name.startsWith('.lock')) await rm(path, { force: true }).catch(() => {});
      else found.push({ path, size });
    }
    return found.sort((a, b) => b.size - a.size).map(({ path }) => path);
  }

  /** Takes a file without a record into the cache if its checksum is right. */
  async #adopt(bytes: number): Promise<boolean> {
    const { sha256, md5, name, urls } = this.#file;
    if ((sha256 ?? md5) === undefined) return false;
    const digests = new Digests(md5 !== undefined);
    try {
      const { createReadStream } = nodeModule('node:fs');
      for await (const chunk of createReadStream(this.path, { highWaterMark: 2 ** 18 }))
        digests.update(chunk);
    } catch {
      return false;
    }
    const found = digests.end();
    if (!this.#agrees(found.sha256) || (md5 !== undefined && found.md5 !== md5.toLowerCase())) return false;
    await this.#writeRecord({ name, url: urls[0]!, bytes, sha256: found.sha256 }).catch(() => {});
    return true;
  }

  #agrees(sha256: string): boolean {
    return this.#file.sha256 === undefined || this.#file.sha256.toLowerCase() === sha256;
  }

  async #writeRecord(record: CacheRecord): Promise<void> {
    await writeFileAtomic(this.#record, `${JSON.stringify(record, undefined, 2)}\n`);
  }
}

function parseRecord(text: string): CacheRecord | undefined {
  try {
    const record = JSON.parse(text);
    return typeof record?.sha256 === 'string' && Number.isSafeInteger(record.bytes) ? record : undefined;
  } catch {
    return undefined;
  }
}
