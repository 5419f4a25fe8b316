import { shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { type ByteSource, blobSource, bytesSource } from './byte-source.js';
import { fileSource } from './file-source.js';
import { httpSource } from './http-source.js';

/** Input of readers: in Node a path, anywhere an http(s) address, bytes, a Blob (or a File) or a source of one's own. */
export type Readable = string | URL | Uint8Array | ArrayBuffer | Blob | ByteSource;

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * Makes a source of a {@link Readable}. Nothing is opened before it is read.
 *
 * @throws {DatasetError} If `input` is none of the kinds a reader reads.
 *
 * @example
 * const source = byteSource('train.csv');
 * await source.size(); // 1728029
 * await source.read(0, 4); // the first four bytes
 */
export function byteSource(input: Readable): ByteSource {
  if ((typeof input === 'string' && input !== '') || input instanceof URL) return fromAddress(String(input));
  if (input instanceof Uint8Array) return bytesSource(input);
  if (input instanceof ArrayBuffer) return bytesSource(new Uint8Array(input));
  if (input instanceof Blob) return blobSource(input);
  if (isByteSource(input)) return input;
  throw new DatasetError(
    `A reader was given ${shown(input)}: expected a path, an http(s) address, a Uint8Array, an ArrayBuffer, a Blob or a ByteSource.`,
  );
}

function fromAddress(address: string): ByteSource {
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === 'file') return fileSource(address);
  if (scheme === 'http' || scheme === 'https') return httpSource(address);
  throw new DatasetError(
    `The address ${address} has the scheme ${scheme}: expected a path, file:, http: or https:.`,
  );
}

function isByteSource(input: unknown): input is ByteSource {
  if (typeof input !== 'object' || input === null) return false;
  const { name, size, read, stream } = input as Record<string, unknown>;
  return typeof name === 'string' && [size, read, stream].every((method) => typeof method === 'function');
}
