import { DatasetError } from '../error.js';
import type { ByteSource } from './byte-source.js';
import { join } from './join.js';

/**
 * All bytes of a source.
 *
 * @param limit The most bytes to take into memory.
 * @throws DatasetError if there are more.
 */
export async function readAll(source: ByteSource, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.stream()) {
    length += chunk.length;
    if (length > limit) {
      throw new DatasetError(
        `${source.name} has more than ${limit} bytes: expected fewer, to read it whole.`,
      );
    }
    chunks.push(chunk);
  }
  return join(chunks);
}
