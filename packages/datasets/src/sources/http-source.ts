import { checkValue, wholeNumber } from '@rnnlab/shared';
import { isOffline } from '../download/cache-folder.js';
import { DatasetError } from '../error.js';
import { connectionError, HttpError, shownUrl } from '../http/http-error.js';
import { type HttpResponse, type RequestOptions, request } from '../http/request.js';
import { Backoff, type RetryOptions, retry } from '../http/retry.js';
import type { ByteSource } from './byte-source.js';
import { concatBytes } from './byte-stream.js';

/** Options of {@link httpSource}. */
export interface HttpSourceOptions extends RetryOptions, Pick<RequestOptions, 'token' | 'timeout'> {
  /** The size of the file in bytes, where it is known, which saves a request. */
  readonly size?: number | undefined;
  /** The name in errors. Default: the address without its query. */
  readonly name?: string | undefined;
}

/** The most bytes that are read and dropped to get to a position of a server that does not answer ranges. */
const MAX_SKIPPED_BYTES = 8 * 2 ** 20;

/**
 * Makes a source of a file on the web, of which only the bytes asked for are read, by HTTP ranges (RFC 9110, section 14).
 *
 * A cut or stalled connection is resumed where it broke, after a wait that grows with each failure in a row; so
 * is an answer that the server is busy. A file that becomes another one meanwhile (by its `ETag`, date or size) is
 * an error, never a mixture of both. The proxy of the environment is used (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`).
 *
 * A server that does not answer ranges can be streamed; reading in the middle of its file is an error.
 *
 * @param url - An address that begins with `http:` or `https:`.
 * @param options.token - Sent as `Authorization: Bearer …` to the origin of `url` only, never to where it redirects.
 * @param options.timeout - Seconds without a byte after which a connection counts as cut. Default: 30.
 * @param options.retries - Tries after a failure without progress in between. Default: 5.
 * @throws {HttpError} (a DatasetError), while reading, if the server cannot be reached or refuses; DatasetError if the
 * environment variable `RNNLAB_OFFLINE` is set to `1`.
 *
 * @example
 * const source = httpSource('https://example.com/train.parquet');
 * await source.read((await source.size()) - 4, await source.size()); // 'PAR1'
 */
export function httpSource(url: string | URL, options: HttpSourceOptions = {}): ByteSource {
  return new HttpSource(String(url), options);
}

/** An answer with a part of the file. */
interface Part {
  readonly response: HttpResponse;
  /** Where its body begins and, if known, ends. */
  readonly start: number;
  readonly end: number | undefined;
}

class HttpSource implements ByteSource {
  readonly name: string;
  readonly #url: string;
  readonly #options: HttpSourceOptions;
  #size: number | undefined;
  #etag: string | undefined;
  #modified: string | undefined;

  constructor(url: string, options: HttpSourceOptions) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new DatasetError(
        `An HTTP source needs an address that begins with http: or https:, received ${url}.`,
      );
    }
    if (options.size !== undefined)
      checkValue('The size of a file', options.size, wholeNumber(0), DatasetError);
    this.#url = url;
    this.#options = options;
    this.#size = options.size;
    this.name = options.name ?? shownUrl(url);
  }

  async size(): Promise<number> {
    if (this.#size !== undefined) return this.#size;
    this.#requireOnline();
    // A range rather than HEAD: addresses that are signed often are so for GET alone.
    await retry(async () => (await this.#open(0, 1))?.response.cancel(), this.#options);
    if (this.#size === undefined) await retry(() => this.#askForSize(), this.#options);
    if (this.#size !== undefined) return this.#size;
    throw new DatasetError(`The size of ${this.name} is unknown: its server does not give it.`);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkValue('The first byte to read', start, wholeNumber(0), DatasetError);
    if (end <= start) return new Uint8Array(0);
    const known = this.#size === undefined ? undefined : Math.max(0, Math.min(end, this.#size) - start);
    if (known === 0) return new Uint8Array(0);
    const parts: Uint8Array[] = [];
    const whole = known === undefined ? undefined : new Uint8Array(known);
    let length = 0;
    for await (const chunk of this.#range(start, end, MAX_SKIPPED_BYTES)) {
      if (whole === undefined) parts.push(chunk);
      else whole.set(chunk, length);
      length += chunk.length;
    }
    if (whole !== undefined) return whole.subarray(0, length);
    return concatBytes(parts);
  }

  stream(start = 0): AsyncIterable<Uint8Array> {
    checkValue('The first byte to read', start, wholeNumber(0), DatasetError);
    return this.#range(start, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  /** The bytes from `start` up to `end` or the end of the file, over as many connections as that takes. */
  async *#range(start: number, end: number, detour: number): AsyncGenerator<Uint8Array, void, undefined> {
    const backoff = new Backoff(this.#options);
    for (let at = start; at < Math.min(end, this.#size ?? end); ) {
      try {
        const part = await this.#open(at, end);
        if (part === undefined) return;
        if (at - part.start > detour) {
          await part.response.cancel();
          throw new DatasetError(
            `${this.name} can only be read from its beginning, as its server does not answer ranges: download it first.`,
          );
        }
        const stop = Math.min(end, part.end ?? end);
        let skip = at - part.start;
        for await (const chunk of part.response.body()) {
          const rest = chunk.subarray(Math.min(skip, chunk.length), skip + (stop - at));
          skip -= Math.min(skip, chunk.length);
          if (rest.length > 0) {
            at += rest.length;
            backoff.reset();
            yield rest;
          }
          if (at >= stop) break;
        }
        if (part.end === undefined) return;
        if (at < stop) throw connectionError(this.#url, new Error('the connection was cut'));
      } catch (error) {
        await backoff.wait(error);
      }
    }
  }

  /** Asks for a part of the file; undefined where the file ends before it. */
  async #open(start: number, end: number): Promise<Part | undefined> {
    this.#requireOnline();
    const headers: Record<string, string> = {
      range: `bytes=${start}-${Number.isFinite(end) ? end - 1 : ''}`,
    };
    // A page would have to ask the other origin first whether it may send this; the tag is compared below anyway.
    if (this.#etag !== undefined && globalThis.process?.versions?.node !== undefined) {
      headers['if-range'] = this.#etag;
    }
    const { token, timeout, signal } = this.#options;
    const response = await request(this.#url, { headers, token, timeout, signal, accept: [416] });
    try {
      const part = this.#partOf(response, start, end);
      if (part === undefined) await response.cancel();
      return part;
    } catch (error) {
      await response.cancel();
      throw error;
    }
  }

  #partOf(response: HttpResponse, start: number, end: number): Part | undefined {
    const range = parseContentRange(response.headers.get('content-range'));
    const encoded = (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
    if (response.status === 206 && !encoded) {
      if (range?.start === undefined || range.end === undefined) {
        // Servers rarely let pages of other origins see this header. The size of the body then has to do.
        const length = lengthOf(response);
        if (!response.opaqueHeaders || range !== undefined || length === undefined || length > end - start) {
          throw this.#wrongAnswer(`the header content-range ${start}-…`, response);
        }
        this.#keepVersion(response, undefined);
        return { response, start, end: start + length };
      }
      if (range.start !== start || range.end > end || range.end <= start) {
        throw this.#wrongAnswer(`bytes ${start}-${end - 1}`, response);
      }
      this.#keepVersion(response, range.size);
      return { response, start, end: range.end };
    }
    if (response.status === 200) {
      // Compressed on its way, it has another length than the file.
      const length = encoded ? undefined : lengthOf(response);
      this.#keepVersion(response, length);
      return { response, start: 0, end: length };
    }
    if (response.status === 416 && range?.size !== undefined && range.size <= start) {
      this.#keepVersion(response, range.size);
      return undefined;
    }
    // Without its size, an answer that nothing is there is all that servers say of empty files, too.
    if (
      response.status === 416 &&
      range?.size === undefined &&
      (start === 0 || start >= (this.#size ?? start))
    ) {
      if (start === 0) this.#keepVersion(response, 0);
      return undefined;
    }
    throw this.#wrongAnswer('status 206 with plain bytes', response);
  }

  #requireOnline(): void {
    if (!isOffline()) return;
    throw new DatasetError(
      `${this.name} is not read, as downloads are turned off by RNNLAB_OFFLINE: unset it, or give a local file.`,
    );
  }

  async #askForSize(): Promise<void> {
    const { token, timeout, signal } = this.#options;
    const response = await request(this.#url, { method: 'HEAD', token, timeout, signal });
    this.#keepVersion(response, lengthOf(response));
    await response.cancel();
  }

  /** Remembers by what a file is known, and fails where it is known by something else. */
  #keepVersion(response: HttpResponse, size: number | undefined): void {
    const tag = response.headers.get('etag') ?? undefined;
    // A weak tag (W/"…") does not vouch for the bytes.
    const etag = tag?.startsWith('"') ? tag : undefined;
    const modified = response.headers.get('last-modified') ?? undefined;
    if (areKnownToDiffer(this.#size, size)) {
      throw new DatasetError(
        `${this.name} is not the expected file, or changed while it was read: expected ${this.#size} bytes, received ${size}.`,
      );
    }
    // Servers that keep copies of one file give each its own date, but not its own tag.
    const undated = this.#etag !== undefined && etag !== undefined;
    if (areKnownToDiffer(this.#etag, etag) || (!undated && areKnownToDiffer(this.#modified, modified))) {
      throw new DatasetError(`${this.name} changed while it was read: read it again from the beginning.`);
    }
    this.#size ??= size;
    this.#etag ??= etag;
    this.#modified ??= modified;
  }

  #wrongAnswer(expected: string, response: HttpResponse): HttpError {
    const range = response.headers.get('content-range');
    const encoding = response.headers.get('content-encoding');
    const received = [
      `status ${response.status}`,
      range === null ? 'no content-range' : `content-range ${range.slice(0, 60)}`,
      ...(encoding === null ? [] : [`content-encoding ${encoding.slice(0, 20)}`]),
    ].join(', ');
    const message = `${this.name} cannot be read by ranges: expected ${expected}, received ${received}.`;
    return new HttpError(message, { url: this.#url, status: response.status, transient: false });
  }
}

function areKnownToDiffer<T>(known: T | undefined, found: T | undefined): boolean {
  return known !== undefined && found !== undefined && known !== found;
}

/** `bytes 0-99/1234`, either part of which may be unknown: the bytes from `start` up to, and without, `end`. */
function parseContentRange(
  header: string | null,
): { start: number | undefined; end: number | undefined; size: number | undefined } | undefined {
  const match = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/i.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first, last, size] = match;
  return {
    start: first === undefined ? undefined : Number(first),
    end: last === undefined ? undefined : Number(last) + 1,
    size: size === '*' ? undefined : Number(size),
  };
}

function lengthOf(response: HttpResponse): number | undefined {
  const header = response.headers.get('content-length');
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
