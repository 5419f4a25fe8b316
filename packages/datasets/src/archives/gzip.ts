import type { ByteSource } from '../sources/byte-source.js';
import { inflate } from '../sources/inflate.js';
import { ArchiveGuard, type ArchiveLimits } from './guard.js';

/**
 * The unpacked bytes of a gzip file, in chunks.
 *
 * @param guard Counts what goes in and comes out.
 * @throws DatasetError while reading if the file is damaged or beyond a limit.
 */
export async function* gunzipGuarded(
  source: ByteSource,
  guard: ArchiveGuard,
): AsyncGenerator<Uint8Array, void, undefined> {
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source.stream()) {
      guard.read(chunk.length);
      yield chunk;
    }
  }
  for await (const chunk of inflate(counted(), source.name)) {
    guard.unpacked(chunk.length);
    yield chunk;
  }
}

/** {@link gunzipGuarded} with limits of its own. */
export function gunzipWithin(source: ByteSource, limits: ArchiveLimits = {}): AsyncIterable<Uint8Array> {
  return gunzipGuarded(source, new ArchiveGuard(source.name, limits));
}
