import { shown } from '@rnnlab/shared';
import { isOffline } from '../../download/cache-folder.js';
import { DatasetError } from '../../error.js';
import {
  HttpError,
  type HttpResponse,
  type RetryOptions,
  request,
  retry,
  shownUrl,
} from '../../http/index.js';

/** How the Hub is reached. */
export interface HubOptions extends RetryOptions {
  /**
   * A token with the right to read, for private and gated datasets. Default: the environment variable `HF_TOKEN`. It
   * is sent to the endpoint and to the viewer only.
   */
  readonly token?: string | undefined;
  /** Default: the environment variable `HF_ENDPOINT`, or `https://huggingface.co`. */
  readonly endpoint?: string | undefined;
  /**
   * The dataset viewer's API, which knows the Parquet files and their sizes; `false` to ask the Hub alone. Default:
   * `https://datasets-server.huggingface.co` for the default endpoint, none for another one.
   */
  readonly viewer?: string | false | undefined;
  /** Seconds without a byte after which a connection counts as cut. Default 30. */
  readonly timeout?: number | undefined;
}

const ENDPOINT = 'https://huggingface.co';
const VIEWER = 'https://datasets-server.huggingface.co';

/** Where a dataset of the Hub is asked for, and with which token. */
export class Hub {
  readonly endpoint: string;
  readonly viewer: string | undefined;
  readonly options: HubOptions;
  readonly #token: string | undefined;

  constructor(options: HubOptions) {
    const env = globalThis.process?.env ?? {};
    this.options = options;
    this.endpoint = address('endpoint', options.endpoint ?? (env.HF_ENDPOINT || ENDPOINT));
    const viewer = options.viewer ?? (this.endpoint === ENDPOINT ? VIEWER : false);
    this.viewer = viewer === false ? undefined : address('viewer', viewer);
    const token = (options.token ?? env.HF_TOKEN)?.trim();
    this.#token = token === '' ? undefined : token;
    if (this.#token !== undefined && !/^[\x21-\x7e]+$/.test(this.#token)) {
      throw new DatasetError(
        'The token for the Hub is not one: expected letters, digits and signs without spaces.',
      );
    }
  }

  /** The token for an address: none for addresses elsewhere. */
  tokenFor(url: string): string | undefined {
    const { origin } = new URL(url);
    const own = [this.endpoint, this.viewer].some(
      (base) => base !== undefined && new URL(base).origin === origin,
    );
    return own ? this.#token : undefined;
  }

  /**
   * What the Hub answers, as JSON.
   *
   * @param dataset Named in errors.
   * @throws HttpError that says whether the dataset is missing, private or gated.
   */
  async json(
    url: string,
    dataset: string,
  ): Promise<{ readonly body: unknown; readonly next: string | undefined }> {
    if (isOffline()) {
      throw new DatasetError(
        `${dataset} is not read from the Hub, as downloads are turned off by RNNLAB_OFFLINE: unset it.`,
      );
    }
    return retry(async () => {
      const { timeout, signal } = this.options;
      const token = this.tokenFor(url);
      const accept = [400, 401, 403, 404, 422, 501];
      const response = await request(url, { token, timeout, signal, accept });
      const text = await response.text();
      if (response.status >= 400) throw this.#refusal(url, dataset, response, text);
      const link = /<([^>]+)>\s*;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      // A list in parts goes on at the same place, or the token might be lured elsewhere.
      const next = link === undefined ? undefined : new URL(link, url).href;
      const same = next !== undefined && new URL(next).origin === new URL(url).origin;
      try {
        return { body: JSON.parse(text) as unknown, next: same ? next : undefined };
      } catch (cause) {
        const message = `${shownUrl(url)} did not answer with JSON: received ${JSON.stringify(text.slice(0, 60))}.`;
        throw new HttpError(message, { url, transient: false, cause });
      }
    }, this.options);
  }

  #refusal(url: string, dataset: string, response: HttpResponse, text: string): HttpError {
    const { status, headers } = response;
    const page = `${this.endpoint}/datasets/${dataset}`;
    const said = headers.get('x-error-message') ?? errorIn(text);
    const known = this.#token !== undefined;
    let message: string;
    if (headers.get('x-error-code') === 'GatedRepo' || status === 403 || /gated|restricted/i.test(said)) {
      message = `${dataset} is gated or not open to you: accept its conditions at ${page}${known ? ', with the account of your token' : ', then pass a token (`token` or HF_TOKEN)'}.`;
    } else if (status === 401 || status === 404) {
      message = known
        ? `There is no dataset ${dataset} that your token gives access to: check its name, and the token, at ${page}.`
        : `There is no public dataset ${dataset}: check its name at ${page}; a private or gated one needs a token (\`token\` or HF_TOKEN).`;
    } else {
      message = `${dataset} cannot be read from the Hub: ${shownUrl(url)} answered with status ${status}${said === '' ? '' : `, ${JSON.stringify(said.slice(0, 200))}`}.`;
    }
    return new HttpError(message, { url, status, transient: false });
  }
}

function address(option: string, value: string): string {
  const text = value.replace(/\/+$/, '');
  if (URL.canParse(text) && /^https?:\/\//.test(text)) return text;
  throw new DatasetError(`\`${option}\` must be an http(s) address, received ${shown(value, 80)}.`);
}

/** The sentence in an error that came as JSON. */
function errorIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : '';
  } catch {
    return '';
  }
}
