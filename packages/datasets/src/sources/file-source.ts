import type { FileHandle } from 'node:fs/promises';
import { DatasetError } from '../error.js';
import { nodeModule } from '../readers/node-module.js';
import type { ByteSource } from './byte-source.js';

/** Bytes per read of a stream. */
const CHUNK = 256 * 1024;

/**
 * A file. Needs Node, when it is read.
 *
 * @param path A path, or an address that begins with `file:`.
 */
export function fileSource(path: string): ByteSource {
  const name = path;
  const open = async (): Promise<FileHandle> => {
    const { open } = nodeModule('node:fs/promises');
    return open(/^file:/i.test(path) ? nodeModule('node:url').fileURLToPath(path) : path);
  };
  return {
    name,
    async size() {
      return withFile(name, open, async (handle) => (await handle.stat()).size);
    },
    async read(start, end) {
      return withFile(name, open, async (handle) => {
        const size = Math.min(end, (await handle.stat()).size) - start;
        const bytes = new Uint8Array(Math.max(size, 0));
        let length = 0;
        while (length < bytes.length) {
          const { bytesRead } = await handle.read(bytes, length, bytes.length - length, start + length);
          if (bytesRead === 0) break;
          length += bytesRead;
        }
        return bytes.subarray(0, length);
      });
    },
    async *stream(start = 0) {
      const handle = await open().catch(rethrow(name));
      try {
        // Without a position a file that is a pipe can be read, too.
        let position = start === 0 ? null : start;
        const ahead = async (): Promise<Uint8Array> => {
          const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, position);
          if (position !== null) position += bytesRead;
          return buffer.subarray(0, bytesRead);
        };
        for (let next = ahead(); ; ) {
          const chunk = await next.catch(rethrow(name));
          if (chunk.length === 0) return;
          next = ahead();
          next.catch(() => {}); // met when it is awaited, or by no one if the receiver stops here
          yield chunk;
        }
      } finally {
        await handle.close();
      }
    },
  };
}

async function withFile<T>(
  name: string,
  open: () => Promise<FileHandle>,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open().catch(rethrow(name));
  try {
    return await use(handle).catch(rethrow(name));
  } finally {
    await handle.close();
  }
}

function rethrow(name: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error instanceof DatasetError) throw error;
    const { code } = error;
    const message =
      code === 'ENOENT'
        ? `There is no file ${name}.`
        : code === 'EISDIR'
          ? `${name} is a folder: expected a file.`
          : `${name} cannot be read: ${code ?? error.message}.`;
    throw new DatasetError(message, { cause: error });
  };
}
