import { isRnnlabError, shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { connectionError, HttpError, shownUrl, statusError } from './http-error.js';
import { fetchWithProxy } from './proxy.js';

/** Options of {@link request}. */
export interface RequestOptions {
  /** Default: `'GET'`. */
  readonly method?: 'GET' | 'HEAD' | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sent as `Authorization: Bearer …`, to the origin (scheme, host and port) of the address only: where it
   * redirects to another one, the token is not sent there.
   */
  readonly token?: string | undefined;
  /** Statuses besides 200 to 299 that the caller handles. */
  readonly accept?: readonly number[] | undefined;
  /** Seconds without a single byte after which the connection counts as cut. Default: 30. */
  readonly timeout?: number | undefined;
  /** Ends the request and the reading of its body: what is thrown is its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose headers have arrived and whose body can be read once. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The address that answered, after redirects. */
  readonly url: string;
  /** Whether a page may see only the headers that the other origin's server lists. */
  readonly opaqueHeaders: boolean;
  /** The body in pieces as they come. Throws a transient {@link HttpError} when the connection is cut or stalls. */
  body(): AsyncGenerator<Uint8Array, void, undefined>;
  /** The whole body as text, of at most `maxBytes` (default 16 MiB). */
  text(maxBytes?: number): Promise<string>;
  /** Drops the body; nothing happens if it was read. */
  cancel(): Promise<void>;
}

/**
 * Sends one request, without further tries (see `retry`), through the proxy of the environment.
 *
 * @throws {HttpError} If there is no answer, or one with a status that is neither a success nor in `accept`.
 */
export async function request(url: string, options: RequestOptions = {}): Promise<HttpResponse> {
  const watch = new RequestWatchdog(url, options);
  const headers: Record<string, string> = { ...options.headers };
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  // A body that is compressed on its way has other positions than the file.
  headers['accept-encoding'] ??= 'identity';
  let response: Response;
  try {
    response = await watch.during(
      fetchWithProxy(url, { method: options.method ?? 'GET', headers, signal: watch.signal }),
    );
  } catch (error) {
    watch.end();
    throw error;
  }
  if (!response.ok && options.accept?.includes(response.status) !== true) {
    const error = statusError(url, response);
    watch.abandon(response);
    throw error;
  }
  return httpResponse(url, response, watch);
}

function httpResponse(url: string, response: Response, watch: RequestWatchdog): HttpResponse {
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    if (response.body === null) return watch.end();
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await watch.during(reader.read());
        if (done) return;
        yield value;
      }
    } finally {
      // Where reading ends early, this frees the connection; the reader may have failed already.
      void reader.cancel().catch(() => undefined);
      watch.end();
    }
  }

  return {
    status: response.status,
    headers: response.headers,
    url: response.url || url,
    opaqueHeaders: response.type === 'cors' && globalThis.process?.versions?.node === undefined,
    body,
    text: async (maxBytes = 2 ** 24) => {
      const decoder = new TextDecoder();
      let text = '';
      let bytes = 0;
      for await (const chunk of body()) {
        bytes += chunk.length;
        if (bytes > maxBytes) {
          const found = `${shownUrl(url)} is too long: expected at most ${maxBytes} bytes.`;
          throw new HttpError(found, { url, transient: false });
        }
        text += decoder.decode(chunk, { stream: true });
      }
      return text + decoder.decode();
    },
    cancel: async () => watch.abandon(response),
  };
}

/** Ends a request when nothing comes for too long or when the caller aborts it, and words its failures. */
class RequestWatchdog {
  readonly #url: string;
  readonly #caller: AbortSignal | undefined;
  readonly #milliseconds: number;
  readonly #controller = new AbortController();
  readonly #abort = () => this.#controller.abort(this.#caller?.reason);
  /** Fails what is being waited for. */
  #fail: ((reason: unknown) => void) | undefined;

  constructor(url: string, options: RequestOptions) {
    options.signal?.throwIfAborted();
    this.#url = url;
    this.#caller = options.signal;
    this.#milliseconds = milliseconds(options.timeout ?? 30);
    this.#caller?.addEventListener('abort', this.#abort, { once: true });
    this.signal.addEventListener('abort', () => this.#fail?.(this.signal.reason), { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Awaits `work`, but not after an abort: a read that comes later than that may never end. */
  async during<T>(work: Promise<T>): Promise<T> {
    let stalled = false;
    const timer = setTimeout(() => {
      stalled = true;
      this.#controller.abort();
    }, this.#milliseconds);
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#fail = reject;
        work.then(resolve, reject);
        if (this.signal.aborted) reject(this.signal.reason);
      });
    } catch (error) {
      if (this.#caller?.aborted) throw this.#caller.reason;
      if (isRnnlabError(error)) throw error;
      if (!stalled) throw connectionError(this.#url, error);
      const message = `${shownUrl(this.#url)} cannot be read: nothing came for ${this.#milliseconds / 1000} seconds.`;
      throw new HttpError(message, { url: this.#url, transient: true });
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#caller?.removeEventListener('abort', this.#abort);
  }

  /** Closes the connection of an answer whose body nobody reads. */
  abandon(response: Response): void {
    this.end();
    if (!response.bodyUsed) void response.body?.cancel().catch(() => undefined);
    this.#controller.abort();
  }
}

/** A time limit in milliseconds; a timer takes a longer one, and no limit at all, for none left. */
function milliseconds(seconds: number): number {
  if (typeof seconds === 'number' && seconds > 0) return Math.min(seconds * 1000, 2 ** 31 - 1);
  throw new DatasetError(
    `The timeout of a request must be a number of seconds above 0, received ${shown(seconds)}.`,
  );
}
