import type { ParsedTarEntry, TarHeader } from 'modern-tar';
import { DatasetError } from '../error.js';
import { type ArchiveEntry, type ArchiveGuard, shownName } from './entry.js';

/**
 * The entries of a tar archive (ustar, pax, GNU long names) as they come. Links, devices and sparse files are
 * refused.
 *
 * @param chunks - The archive, not compressed.
 * @throws {DatasetError} While reading if it is damaged or ends too early, or if an entry is refused. An error of
 * `chunks` itself comes out as it is.
 */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  guard: ArchiveGuard,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const { createTarDecoder } = await import('modern-tar');
  const rethrow = rethrowTar(guard.archive);
  const entries = streamOf(chunks)
    .pipeThrough(createTarDecoder({ strict: true }))
    .getReader();
  try {
    for (;;) {
      const { done, value } = await entries.read().catch(rethrow);
      if (done) return;
      const { entry, skip } = open(value, guard);
      if (entry.path !== '') yield entry;
      await skip();
    }
  } finally {
    await entries.cancel().catch(() => {});
  }
}

function open({ header, body }: ParsedTarEntry, guard: ArchiveGuard) {
  const { archive } = guard;
  const kind = kindOf(header, archive);
  const path = guard.admit(header.name, kind);
  guard.admitSizes(header.size, header.size);
  let wasRead = false;

  async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
    if (wasRead) throw new DatasetError(`${shownName(path)} of ${archive} was read already: read it once.`);
    wasRead = true;
    const reader = body.getReader();
    let left = header.size;
    try {
      for (;;) {
        const { done, value } = await reader.read().catch(rethrowTar(archive));
        if (done) break;
        left -= value.length;
        yield value;
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
    if (left === 0) return;
    throw new DatasetError(`${archive} ends within ${shownName(path)}: expected ${left} bytes more.`);
  }

  const entry: ArchiveEntry = { path, kind, bytes: header.size, content };
  /** Passes over what has not been read. */
  const skip = async () => {
    if (!wasRead) await body.cancel().catch(() => {});
  };
  return { entry, skip };
}

function kindOf({ type, name, pax }: TarHeader, archive: string): 'file' | 'folder' {
  if (type === 'directory') return 'folder';
  const sparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
  if (type === 'file' && !sparse) return 'file';
  const what = sparse ? 'a sparse file' : type === 'symlink' || type === 'link' ? 'a link' : `a ${type}`;
  throw new DatasetError(
    `${archive} has an entry ${shownName(name)}, which is ${what}: expected files and folders only.`,
  );
}

function rethrowTar(archive: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof DatasetError) throw error;
    const reason = (error as Error).message.replace(/\.$/, '');
    throw new DatasetError(`${archive} is not a valid tar archive: ${reason}.`, { cause: error });
  };
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
