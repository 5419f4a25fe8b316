import type { FileHandle } from 'node:fs/promises';
import { nodeModule, systemError } from '@rnnlab/shared';
import { DatasetError, requireNode } from '../error.js';
import type { ByteSource } from './byte-source.js';

/** Bytes per read of a stream. */
const CHUNK = 256 * 1024;

/**
 * A file. Needs Node, when it is read.
 *
 * @param path - A path, or an address that begins with `file:`.
 */
export function fileSource(path: string): ByteSource {
  const name = path;
  const resolvePath = () => {
    requireNode('Reading files');
    return /^file:/i.test(path) ? nodeModule('node:url').fileURLToPath(path) : path;
  };
  const open = async (): Promise<FileHandle> => {
    const at = resolvePath();
    return nodeModule('node:fs/promises').open(at);
  };
  return {
    name,
    async size() {
      // Without opening it, which of a pipe would wait for another writer.
      const stat = async () => {
        const at = resolvePath();
        return nodeModule('node:fs/promises').stat(at);
      };
      return (await stat().catch(rethrowFileError(name))).size;
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
      const handle = await open().catch(rethrowFileError(name));
      try {
        // Without a position a file that is a pipe can be read, too.
        let position = start === 0 ? null : start;
        const ahead = async (): Promise<Uint8Array> => {
          const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, position);
          if (position !== null) position += bytesRead;
          return buffer.subarray(0, bytesRead);
        };
        for (let next = ahead(); ; ) {
          const chunk = await next.catch(rethrowFileError(name));
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
  const handle = await open().catch(rethrowFileError(name));
  try {
    return await use(handle).catch(rethrowFileError(name));
  } finally {
    await handle.close();
  }
}

function rethrowFileError(name: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const { code } = error;
    if (code === 'ENOENT') throw new DatasetError(`There is no file ${name}.`, { cause: error });
    if (code === 'EISDIR') throw new DatasetError(`${name} is a folder: expected a file.`, { cause: error });
    throw systemError('read', name, error, DatasetError);
  };
}

/**
 * Throws the {@link DatasetError} of a folder that cannot be listed.
 *
 * @param expected - What should be there: `'a folder of <Label>.txt files'`.
 */
export function rethrowFolderError(path: string, expected: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    const { code } = cause;
    if (code === 'ENOENT') throw new DatasetError(`There is no folder ${path}.`, { cause });
    if (code === 'ENOTDIR') {
      throw new DatasetError(`${path} is not a folder: expected ${expected}.`, { cause });
    }
    throw systemError('read', path, cause, DatasetError);
  };
}
