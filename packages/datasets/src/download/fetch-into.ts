import { Backoff, HttpError, type RetryOptions, shownUrl } from '../http/index.js';
import type { Checksums } from './digests.js';
import { ContentError, Mirrors } from './mirrors.js';
import type { PartialFile } from './partial.js';
import type { RemoteFile } from './remote-file.js';
import { transfer } from './transfer.js';

export interface FetchOptions extends RetryOptions {
  readonly timeout?: number | undefined;
  /** Called when bytes have been added: how many are there, how many there will be, and where they come from. */
  readonly onBytes: (received: number, total: number | undefined, url: string) => void;
}

/** What the file turned out to be. */
export interface Fetched {
  /** The address that gave the last of it. */
  readonly url: string;
  readonly sha256: string;
}

/** Bytes beyond all earlier tries after which failures are counted from the first again. */
const PROGRESS = 2 ** 20;

/**
 * Completes `partial` from the mirrors of `file`, with growing waits between rounds, and checks the result.
 *
 * @throws HttpError that says for each mirror why it did not help; or what writing throws, or the reason of the
 * signal.
 */
export async function fetchInto(
  partial: PartialFile,
  file: RemoteFile,
  options: FetchOptions,
): Promise<Fetched> {
  const { signal, timeout } = options;
  const backoff = new Backoff(options);
  const mirrors = new Mirrors(file.urls);
  let furthest = partial.received;
  for (;;) {
    const url = mirrors.current;
    const before = partial.received;
    try {
      const onBytes = (received: number, total: number | undefined) => options.onBytes(received, total, url);
      await transfer(file, url, partial, { timeout, signal, onBytes });
      return { url, sha256: check(file, url, partial).sha256 };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof HttpError)) throw error;
      if (error instanceof ContentError) await partial.restart();
      mirrors.failed(error, partial.received > before);
    }
    if (partial.received >= furthest + PROGRESS) backoff.reset();
    furthest = Math.max(furthest, partial.received);
    if (mirrors.none) throw summary(file, mirrors.failures);
    const failure = mirrors.waitFor;
    if (failure === undefined) continue;
    await backoff.wait(failure).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error === failure ? summary(file, mirrors.failures) : error;
    });
    mirrors.waited();
  }
}

function check(file: RemoteFile, url: string, partial: PartialFile): Checksums {
  const found = partial.checksums();
  for (const algorithm of ['sha256', 'md5'] as const) {
    const expected = file[algorithm]?.toLowerCase();
    if (expected === undefined || found[algorithm] === expected) continue;
    throw new ContentError(
      `${shownUrl(url)} gave another file than expected: its ${algorithm} is ${found[algorithm]}, that of ${file.name} is ${expected}.`,
      { url, transient: true },
    );
  }
  return found;
}

/** One error for all mirrors. */
function summary(file: RemoteFile, failures: readonly HttpError[]): HttpError {
  const last = failures.at(-1)!;
  const reasons = failures.map(({ message }) => message.replace(/\.$/, '')).join('; ');
  const { url, status, retryAfter, transient } = last;
  return new HttpError(`${file.name} cannot be downloaded: ${reasons}.`, {
    ...{ url, status, retryAfter, transient },
    cause: last,
  });
}
