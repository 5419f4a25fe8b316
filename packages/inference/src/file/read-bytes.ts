import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reasonOf, shown, systemReason } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

/** Where a model file is: a path, a `file:` URL, or the bytes themselves. */
export type ModelSource = string | URL | Uint8Array | ArrayBuffer;

/** How messages call a source. @throws InferenceError if it is none */
export function nameOf(source: ModelSource): string {
  if (typeof source === 'string' && source !== '') return source;
  if (source instanceof URL && source.protocol === 'file:') return fileURLToPath(source);
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return 'the given bytes';
  const received = source instanceof URL ? source.href : shown(source);
  throw new InferenceError(
    `loadModel takes a path, a file: URL or the bytes of a model file, received ${received}.`,
  );
}

/** The bytes of a source; those that are in memory are not copied. */
export async function readBytes(source: ModelSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  try {
    return await readFile(source);
  } catch (error) {
    throw new InferenceError(systemReason(error) ?? `it cannot be read (${reasonOf(error)})`, {
      cause: error,
    });
  }
}
