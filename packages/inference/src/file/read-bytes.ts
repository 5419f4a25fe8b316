import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InferenceError, reasonOf, shorten } from '../error.js';

/** Where a model file is: a path, a `file:` URL, or the bytes themselves. */
export type ModelSource = string | URL | Uint8Array | ArrayBuffer;

/** How messages call a source. @throws InferenceError if it is none */
export function nameOf(source: ModelSource): string {
  if (typeof source === 'string' && source !== '') return source;
  if (source instanceof URL && source.protocol === 'file:') return fileURLToPath(source);
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return 'the given bytes';
  const received = source instanceof URL ? source.href : shorten(source);
  throw new InferenceError(
    `loadModel takes a path, a file: URL or the bytes of a model file; received ${received}.`,
  );
}

/** The bytes of a source; those that are in memory are not copied. */
export async function readBytes(source: ModelSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  try {
    return await readFile(source);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new InferenceError(reasons[code] ?? `the file cannot be read (${reasonOf(error)})`);
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder, expected a model file (.onnx)',
  EACCES: 'the file may not be read by this user',
};
