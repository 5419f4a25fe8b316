import { nodeModuleIfAny } from '@rnnlab/shared';
import { join } from '../../../sources/join.js';

/**
 * Decompresses zlib data of a known size.
 *
 * @returns The bytes; undefined if there are fewer or more than `size`. No more than that is ever unpacked.
 * @throws What the platform throws for damaged data.
 */
export async function unzlib(parts: readonly Uint8Array[], size: number): Promise<Uint8Array | undefined> {
  const zlib = nodeModuleIfAny('node:zlib');
  const bytes = zlib === undefined ? await onTheWeb(parts, size) : inNode(join(parts), size, zlib);
  return bytes?.length === size ? bytes : undefined;
}

/** Many images are small, and a stream for each would take longer than the work. */
function inNode(bytes: Uint8Array, size: number, zlib: typeof import('node:zlib')): Uint8Array | undefined {
  try {
    return zlib.inflateSync(bytes, {
      maxOutputLength: size,
      chunkSize: Math.min(Math.max(size, 64), 2 ** 20),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

async function onTheWeb(parts: readonly Uint8Array[], size: number): Promise<Uint8Array | undefined> {
  const unpacked: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob(parts as Uint8Array<ArrayBuffer>[]).stream();
  const reader = stream.pipeThrough(new DecompressionStream('deflate')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(unpacked);
    unpacked.push(value);
    length += value.length;
    if (length > size) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
  }
}
