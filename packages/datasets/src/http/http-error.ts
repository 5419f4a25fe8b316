import { DatasetError } from '../error.js';

/** Facts about a failed request besides its message. */
interface HttpFailure {
  /** The address asked for. */
  readonly url: string;
  /** The status of the answer; absent where no answer came. */
  readonly status?: number | undefined;
  /** Whether the same request may succeed later: a cut connection, a busy or broken server. */
  readonly transient: boolean;
  /** Seconds that the server asked to wait, from `Retry-After`. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** A request that failed. The message never holds the query of an address, in which signed addresses keep secrets. */
export class HttpError extends DatasetError {
  override readonly name = 'HttpError';
  override readonly code = 'RNNLAB_HTTP';
  /** The address asked for. */
  readonly url: string;
  /** The status of the answer; undefined where no answer came. */
  readonly status: number | undefined;
  /** Whether the same request may succeed later: a cut connection, a busy or broken server. */
  readonly transient: boolean;
  /** Seconds that the server asked to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(message: string, failure: HttpFailure) {
    super(message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.url = failure.url;
    this.status = failure.status;
    this.transient = failure.transient;
    this.retryAfter = failure.retryAfter;
  }
}

/** An address as messages show it: without credentials, query and fragment, shortened in its middle. */
export function shownUrl(url: string | URL): string {
  let shown: string;
  try {
    const { origin, pathname, search } = new URL(url);
    shown = `${origin}${pathname}${search === '' ? '' : '?…'}`;
  } catch {
    shown = String(url);
  }
  return shown.length <= 160 ? shown : `${shown.slice(0, 100)}…${shown.slice(-59)}`;
}

/** The error of an answer with a status that is not a success. */
export function statusError(url: string, response: Response, hint?: string): HttpError {
  const { status } = response;
  const reason = STATUS_REASONS[status] ?? response.statusText;
  const what = reason === '' ? `status ${status}` : `status ${status} (${reason})`;
  return new HttpError(
    `${shownUrl(url)} cannot be read: the server answered with ${what}${hint === undefined ? '' : `; ${hint}`}.`,
    {
      url,
      status,
      transient: TRANSIENT_STATUSES.has(status),
      retryAfter: retryAfter(response.headers.get('retry-after')),
    },
  );
}

/** The error of a request without an answer, or of an answer that broke off. */
export function connectionError(url: string, error: unknown): HttpError {
  const code = codeOf(error);
  const found = code === undefined ? undefined : CODE_REASONS[code];
  const what = found ?? (code === undefined ? deepest(error).message : `the connection failed with ${code}`);
  const transient = !(code !== undefined && (PERMANENT_CODES.has(code) || CERTIFICATE_CODE.test(code)));
  return new HttpError(`${shownUrl(url)} cannot be read: ${what.replace(/\.$/, '')}.`, {
    url,
    transient,
    cause: error,
  });
}

const STATUS_REASONS: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'not authorized',
  403: 'forbidden',
  404: 'not found',
  407: 'the proxy wants a login',
  408: 'request timeout',
  410: 'gone',
  416: 'range not satisfiable',
  429: 'too many requests',
  500: 'internal server error',
  502: 'bad gateway',
  503: 'service unavailable',
  504: 'gateway timeout',
};

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([
  408, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524,
]);

const CODE_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'the server cannot be reached in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was cut',
  ETIMEDOUT: 'the server cannot be reached in time',
  ENOTFOUND: 'there is no such host, or no network',
  EAI_AGAIN: 'its host cannot be looked up now, or there is no network',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** Failures after which a retry cannot help. */
const PERMANENT_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'UND_ERR_INVALID_ARG']);
const CERTIFICATE_CODE = /CERT|^ERR_TLS|^ERR_SSL|UNABLE_TO_(VERIFY|GET_ISSUER)/;

/** The first code on the chain of causes, which fetch wraps in a `TypeError: fetch failed`. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return code;
    // Several addresses of one host were tried.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return undefined;
}

function deepest(error: unknown): { readonly message: string } {
  let at = error;
  for (let depth = 0; at instanceof Error && at.cause instanceof Error && depth < 8; depth++) at = at.cause;
  return at instanceof Error ? at : { message: String(at) };
}

/** `Retry-After` in seconds, given as seconds or as a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}
