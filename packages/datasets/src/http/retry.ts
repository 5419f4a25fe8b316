import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { HttpError } from './http-error.js';

/** Options of requests that are tried again after a failure, with exponential back-off. */
export interface RetryOptions {
  /** Further tries after one that failed and may succeed later. Default: 5; 0 for none. */
  readonly retries?: number | undefined;
  /** The wait before the first further try, in seconds; it doubles each time, up to 30. Default: 0.5. */
  readonly firstDelay?: number | undefined;
  /** Ends the waits and the work: what is thrown is its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each wait. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** A failure after which a request is tried again. */
export interface RetryEvent {
  /** The failure. */
  readonly error: HttpError;
  /** The number of the retry, from 1. */
  readonly retry: number;
  /** Seconds until the retry. */
  readonly delay: number;
}

/** The longest wait before a further try, in seconds. A server may ask for more, up to ten times as much. */
const MAX_DELAY = 30;

/**
 * Counts failures in a row and waits longer after each: exponential back-off, with a random part so that many
 * clients do not come back at once.
 */
export class Backoff {
  readonly #options: RetryOptions;
  readonly #retries: number;
  #failures = 0;

  constructor(options: RetryOptions = {}) {
    this.#options = options;
    this.#retries = options.retries ?? 5;
    checkValue('The number of retries', this.#retries, wholeNumber(0), DatasetError);
  }

  /** Call after progress: the next failure counts as the first. */
  reset(): void {
    this.#failures = 0;
  }

  /**
   * Waits until it is time for another try.
   *
   * @throws `error` itself where another try cannot help or none is left.
   */
  async wait(error: unknown): Promise<void> {
    this.#options.signal?.throwIfAborted();
    if (!(error instanceof HttpError) || !error.transient || this.#failures >= this.#retries) throw error;
    if ((error.retryAfter ?? 0) > 10 * MAX_DELAY) throw error;
    const longest = Math.min(MAX_DELAY, (this.#options.firstDelay ?? 0.5) * 2 ** this.#failures);
    const delay = Math.max(longest * (0.5 + Math.random() / 2), error.retryAfter ?? 0);
    this.#failures++;
    this.#options.onRetry?.({ error, retry: this.#failures, delay });
    await sleep(delay, this.#options.signal);
  }
}

/**
 * Runs `work` until it succeeds, fails permanently or no retry is left.
 *
 * @param work - Rejects with an {@link HttpError} that is `transient` to be tried again.
 * @throws The last error of `work`.
 */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const backoff = new Backoff(options);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await backoff.wait(error);
    }
  }
}

/** Waits `seconds`, or rejects with the reason of `signal` as soon as it is aborted. */
export function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
