import { HttpError, shownUrl } from '../http/http-error.js';
import { Backoff, type RetryOptions } from '../http/retry.js';
import type { PartialFile } from './partial-file.js';
import type { Checksums, RemoteFile } from './remote-file.js';
import { ContentError, transfer } from './transfer.js';

interface FetchOptions extends RetryOptions {
  readonly timeout?: number | undefined;
  /** Called when bytes have been added: how many are there, how many there will be, and where they come from. */
  readonly onBytes: (received: number, total: number | undefined, url: string) => void;
}

/** The origin and checksum of a fetched file. */
interface Fetched {
  /** The address that gave the last of it. */
  readonly url: string;
  readonly sha256: string;
}

/** Bytes beyond all earlier tries after which failures are counted from the first again. */
const PROGRESS_BYTES = 2 ** 20;

/**
 * Completes `partial` from the mirrors of `file`, with growing waits between rounds, and checks the result.
 *
 * @throws {HttpError} That says for each mirror why it did not help; or what writing throws, or the reason of the
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
    if (partial.received >= furthest + PROGRESS_BYTES) backoff.reset();
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

/** The number of times a mirror may give another file than expected: once may be a proxy on the way. */
const MAX_WRONG_FILES = 2;
/** Tries in a row at a mirror that gives a part each time, before the next mirror gets its turn. */
const MAX_STAYS = 3;

/**
 * The order of requests to the addresses of one file. They are tried in their order; when all have failed, a wait is
 * due before the next round. One that fails for good, or gives a wrong file twice, is asked no more.
 */
export class Mirrors {
  readonly #failures = new Map<string, HttpError>();
  readonly #wrong = new Map<string, number>();
  readonly #busyUntil = new Map<string, number>();
  #left: string[];
  #round: string[];
  #stays = 0;
  #waitIsDue = false;

  constructor(urls: readonly string[]) {
    this.#left = [...new Set(urls)];
    this.#round = this.#left;
  }

  /** The address to try now. */
  get current(): string {
    return this.#round[0]!;
  }

  /** Whether no mirror is left. */
  get none(): boolean {
    return this.#left.length === 0;
  }

  /** Each mirror's last failure. */
  get failures(): readonly HttpError[] {
    return [...this.#failures.values()];
  }

  /**
   * The failure to wait for, if a wait is due before the next try: of the mirror that can be asked again soonest.
   * A mirror that asked for more is skipped until its time has come.
   */
  get waitFor(): HttpError | undefined {
    if (!this.#waitIsDue) return undefined;
    const waits = (url: string) => this.#failures.get(url)?.retryAfter ?? 0;
    const soonest = this.#left.reduce((a, b) => (waits(b) < waits(a) ? b : a));
    return this.#failures.get(soonest);
  }

  /**
   * Notes a failure of the current mirror.
   *
   * @param advanced - Whether it gave a part of the file that is of use.
   */
  failed(error: HttpError, advanced: boolean): void {
    const url = this.current;
    this.#failures.set(url, error);
    if (error.retryAfter !== undefined) this.#busyUntil.set(url, performance.now() + error.retryAfter * 1000);
    if (error instanceof ContentError) this.#wrong.set(url, (this.#wrong.get(url) ?? 0) + 1);
    const lasting = !error.transient || (this.#wrong.get(url) ?? 0) >= MAX_WRONG_FILES;
    if (lasting) this.#left = this.#left.filter((other) => other !== url);
    if (!lasting && advanced && this.#stays < MAX_STAYS) {
      this.#stays++;
      this.#waitIsDue = true;
      return;
    }
    this.#stays = 0;
    this.#round = this.#round.slice(1);
    this.#waitIsDue = this.#round.length === 0;
  }

  /** Notes that the wait is over. */
  waited(): void {
    this.#waitIsDue = false;
    if (this.#round.length > 0) return;
    // A timer may fire a little early.
    const now = performance.now() + 50;
    const ready = this.#left.filter((url) => (this.#busyUntil.get(url) ?? 0) <= now);
    this.#round = ready.length > 0 ? ready : this.#left;
  }
}
