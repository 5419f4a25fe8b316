import { DatasetError } from '../error.js';

/** Bytes that can be read from anywhere: a file, memory, a Blob, an address on the web. */
export interface ByteSource {
  /** The name in errors: a path, an address. */
  readonly name: string;
  /** Gives the number of bytes. */
  size(): Promise<number>;
  /** Reads the bytes from `start` up to, and without, `end`; fewer only where the source ends before. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Streams all bytes from `start` (default 0), in chunks of any size, which the receiver may keep. */
  stream(start?: number): AsyncIterable<Uint8Array>;
}

/** Bytes in memory. Reading gives views of them: nothing is copied. */
export function bytesSource(given: Uint8Array, name = '<bytes>'): ByteSource {
  // Without the methods of a Buffer, whose slice() means something else.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.length);
  return {
    name,
    size: async () => bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    async *stream(start = 0) {
      if (start < bytes.length) yield bytes.subarray(start);
    },
  };
}

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
