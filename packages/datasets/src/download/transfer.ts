import { HttpError, shownUrl } from '../http/http-error.js';
import { type HttpResponse, request } from '../http/request.js';
import type { PartialFile, PartialState } from './partial-file.js';
import type { RemoteFile } from './remote-file.js';

/** The content that came is not the file that was wanted. */
export class ContentError extends HttpError {}

interface TransferOptions {
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called when bytes have been added: how many are there, and how many there will be. */
  readonly onBytes: (received: number, total: number | undefined) => void;
}

/**
 * Asks `url` once for what `partial` lacks of `file`, and adds what comes. After a return the server has said that
 * the file is whole and its length is right; its checksum is still to be compared.
 *
 * @throws {HttpError} If the connection fails or ends early, and ContentError if the length is not that of `file`.
 * Received bytes stay in `partial`.
 */
export async function transfer(
  file: RemoteFile,
  url: string,
  partial: PartialFile,
  options: TransferOptions,
): Promise<void> {
  const headers = await rangeHeaders(file, url, partial);
  if (partial.received > 0 && partial.received === (file.bytes ?? partial.state?.total)) return;
  const { timeout, signal } = options;
  const response = await request(url, { headers, timeout, signal, accept: [416] });
  const expected = await open(file, url, partial, response);
  options.onBytes(partial.received, expected);
  for await (const chunk of response.body()) {
    if (expected !== undefined && partial.received + chunk.length > expected) {
      throw new ContentError(`${shownUrl(url)} gave more than the ${expected} bytes that ${file.name} has.`, {
        url,
        transient: true,
      });
    }
    await partial.write(chunk);
    options.onBytes(partial.received, expected);
  }
  if (expected !== undefined && partial.received < expected) {
    const message = `${shownUrl(url)} cannot be read: the connection was cut after ${partial.received} of ${expected} bytes.`;
    throw new HttpError(message, { url, transient: true });
  }
}

/** Asks for the rest where it is certain, or will be checked, that it is the rest of the same file; otherwise starts over. */
async function rangeHeaders(
  file: RemoteFile,
  url: string,
  partial: PartialFile,
): Promise<Record<string, string>> {
  const { state, received } = partial;
  if (received === 0 || state === undefined) return {};
  const range = `bytes=${received}-`;
  const validator = state.url === url ? (state.etag ?? state.lastModified) : undefined;
  const tooLong = received > (file.bytes ?? state.total ?? Number.POSITIVE_INFINITY);
  if (state.resumable && !tooLong) {
    if (validator !== undefined) return { range, 'if-range': validator };
    if ((file.sha256 ?? file.md5) !== undefined) return { range };
  }
  await partial.restart();
  return {};
}

/** Makes `partial` ready for the body of the answer, and gives the length of the whole file if it is known. */
async function open(
  file: RemoteFile,
  url: string,
  partial: PartialFile,
  response: HttpResponse,
): Promise<number | undefined> {
  const { headers, status } = response;
  try {
    const state = describe(url, response);
    if (file.bytes !== undefined && state.total !== undefined && state.total !== file.bytes) {
      await partial.restart();
      throw new ContentError(
        `${shownUrl(url)} has ${state.total} bytes: expected the ${file.bytes} of ${file.name}.`,
        { url, transient: true },
      );
    }
    if (status === 206) {
      if (continues(partial, state, headers.get('content-range'))) return file.bytes ?? state.total;
    } else if (status !== 416) {
      await partial.restart(state);
      return file.bytes ?? state.total;
    }
    await partial.restart();
    const message = `${shownUrl(url)} cannot be read: the server answered with another part of the file than was asked for.`;
    throw new HttpError(message, { url, transient: true });
  } catch (error) {
    await response.cancel();
    throw error;
  }
}

/** Whether the answer is the rest of what is there: it begins where that ends, and the file has not changed. */
function continues(partial: PartialFile, now: PartialState, range: string | null): boolean {
  const start = /^\s*bytes\s+(\d+)-\d+\/(?:\d+|\*)\s*$/i.exec(range ?? '')?.[1];
  const before = partial.state;
  if (start === undefined || Number(start) !== partial.received || before === undefined || !now.resumable) {
    return false;
  }
  const same = <T>(a: T | undefined, b: T | undefined) => a === undefined || b === undefined || a === b;
  if (!same(before.total, now.total)) return false;
  return (
    before.url !== now.url || (same(before.etag, now.etag) && same(before.lastModified, now.lastModified))
  );
}

function describe(url: string, { headers, status }: HttpResponse): PartialState {
  const coding = headers.get('content-encoding');
  const encoded = coding !== null && coding.trim().toLowerCase() !== 'identity';
  const etag = headers.get('etag') ?? undefined;
  return {
    url,
    // A weak one does not promise the same bytes.
    etag: etag?.startsWith('"') ? etag : undefined,
    lastModified: headers.get('last-modified') ?? undefined,
    total: encoded ? undefined : totalOf(status, headers),
    resumable: !encoded,
  };
}

/** The length of the whole file, which answers with 206 and 416 have in another header than others. */
function totalOf(status: number, headers: Headers): number | undefined {
  const ranged = status === 206 || status === 416;
  const text = ranged
    ? /\/(\d+)\s*$/.exec(headers.get('content-range') ?? '')?.[1]
    : headers.get('content-length');
  const total = text ? Number(text) : Number.NaN;
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}
