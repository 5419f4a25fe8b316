import { DatasetError } from '../error.js';
import type { ByteSource } from './byte-source.js';

/** Bytes per read, so that a Blob on disk never is in memory as a whole. */
const CHUNK = 256 * 1024;

/** A Blob, or a File that a user chose in a page. */
export function blobSource(blob: Blob): ByteSource {
  const name = (blob as Blob & { readonly name?: string }).name ?? '<blob>';
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    try {
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    } catch (cause) {
      throw new DatasetError(`${name} cannot be read: ${(cause as Error).message}`, { cause });
    }
  };
  return {
    name,
    size: async () => blob.size,
    read,
    async *stream(start = 0) {
      for (let at = start; at < blob.size; at += CHUNK) yield read(at, Math.min(at + CHUNK, blob.size));
    },
  };
}
