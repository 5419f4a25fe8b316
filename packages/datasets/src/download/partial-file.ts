import type { FileHandle } from 'node:fs/promises';
import { nodeModule, writeFileAtomic } from '@rnnlab/shared';
import { type Checksums, Digests } from './remote-file.js';

/** The server's description of the whole file. */
export interface PartialState {
  /** The address that was asked. */
  readonly url: string;
  /** A strong ETag. */
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** The length of the whole file. */
  readonly total?: number | undefined;
  /** Whether positions are those of the file, so that the rest can be asked for. */
  readonly resumable: boolean;
}

/** Bytes after which the file is synced to the disk. */
const SYNC_INTERVAL_BYTES = 32 * 2 ** 20;

/**
 * The beginning of a file, in a folder of its own: `data`, and `state.json` about its origin. The folder can be
 * renamed as a whole, so that another process resumes with both or with neither.
 */
export class PartialFile {
  readonly folder: string;
  readonly path: string;
  readonly #md5: boolean;
  #handle: FileHandle;
  #digests: Digests;
  #received = 0;
  #synced = 0;
  #state: PartialState | undefined;

  private constructor(folder: string, path: string, handle: FileHandle, md5: boolean) {
    this.folder = folder;
    this.path = path;
    this.#handle = handle;
    this.#md5 = md5;
    this.#digests = new Digests(md5);
  }

  /**
   * Opens what is in `folder`, which must exist, or starts over.
   *
   * @param options.md5 - Whether `checksums` gives that one, too.
   * @param options.checked - Whether a checksum will tell if what is there is right. Without one, only bytes count
   * that are certainly on the disk, since others may be lost when a machine loses power.
   */
  static async open(
    folder: string,
    options: { readonly md5: boolean; readonly checked: boolean },
  ): Promise<PartialFile> {
    const { open } = nodeModule('node:fs/promises');
    const { constants } = nodeModule('node:fs');
    const path = nodeModule('node:path').join(folder, 'data');
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    const partial = new PartialFile(folder, path, handle, options.md5);
    try {
      const saved = await partial.#readState();
      const size = (await handle.stat()).size;
      const trusted = options.checked ? size : Math.min(size, saved?.synced ?? 0);
      if (saved === undefined || trusted === 0) await handle.truncate(0);
      else await partial.#takeOver(saved, trusted);
      return partial;
    } catch (error) {
      await handle.close().catch(() => {});
      throw error;
    }
  }

  /** Bytes received so far. */
  get received(): number {
    return this.#received;
  }

  /** Their origin; undefined if there are none. */
  get state(): PartialState | undefined {
    return this.#state;
  }

  /** Drops all bytes; those that follow are the file that `state` describes. */
  async restart(state?: PartialState): Promise<void> {
    await this.#handle.truncate(0);
    this.#digests = new Digests(this.#md5);
    this.#received = 0;
    this.#synced = 0;
    this.#state = state;
    await this.#writeState();
  }

  /** Adds bytes at the end. */
  async write(bytes: Uint8Array): Promise<void> {
    // A disk that becomes full takes a part of what it is given, and fails at the next try.
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#received + at);
      at += bytesWritten;
    }
    this.#digests.update(bytes);
    this.#received += bytes.length;
    if (this.#received - this.#synced >= SYNC_INTERVAL_BYTES) await this.sync();
  }

  /** Syncs all bytes to the disk and records that. */
  async sync(): Promise<void> {
    await this.#handle.sync();
    this.#synced = this.#received;
    await this.#writeState();
  }

  /** The checksums of what is there. Nothing can be added afterwards, except after `restart`. */
  checksums(): Checksums {
    return this.#digests.end();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #takeOver(saved: PartialState & { synced: number }, size: number): Promise<void> {
    await this.#handle.truncate(size);
    const buffer = new Uint8Array(2 ** 18);
    while (this.#received < size) {
      const length = Math.min(buffer.length, size - this.#received);
      const { bytesRead } = await this.#handle.read(buffer, 0, length, this.#received);
      if (bytesRead === 0) break;
      this.#digests.update(buffer.subarray(0, bytesRead));
      this.#received += bytesRead;
    }
    const { synced, ...state } = saved;
    this.#state = state;
    this.#synced = Math.min(synced, this.#received);
  }

  async #readState(): Promise<(PartialState & { synced: number }) | undefined> {
    try {
      const text = await nodeModule('node:fs/promises').readFile(this.#statePath(), 'utf8');
      const state = JSON.parse(text);
      return typeof state?.url === 'string' && Number.isSafeInteger(state.synced) ? state : undefined;
    } catch {
      return undefined;
    }
  }

  async #writeState(): Promise<void> {
    await writeFileAtomic(this.#statePath(), JSON.stringify({ ...this.#state, synced: this.#synced }));
  }

  #statePath(): string {
    return nodeModule('node:path').join(this.folder, 'state.json');
  }
}
