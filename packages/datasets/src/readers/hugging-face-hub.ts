import { shown } from '@rnnlab/shared';
import { isOffline } from '../download/cache-folder.js';
import { DatasetError } from '../error.js';
import { HttpError, shownUrl } from '../http/http-error.js';
import { type HttpResponse, request } from '../http/request.js';
import { type RetryOptions, retry } from '../http/retry.js';

/** Options of requests to the Hugging Face Hub. */
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
  /** Seconds without a byte after which a connection counts as cut. Default: 30. */
  readonly timeout?: number | undefined;
}

const ENDPOINT = 'https://huggingface.co';
const VIEWER = 'https://datasets-server.huggingface.co';

/** A client of the Hub: its address, and the token for it. */
export class Hub {
  readonly endpoint: string;
  readonly viewer: string | undefined;
  readonly options: HubOptions;
  readonly #token: string | undefined;

  constructor(options: HubOptions) {
    const env = globalThis.process?.env ?? {};
    this.options = options;
    this.endpoint = requireUrl('endpoint', options.endpoint ?? (env.HF_ENDPOINT || ENDPOINT));
    const viewer = options.viewer ?? (this.endpoint === ENDPOINT ? VIEWER : false);
    this.viewer = viewer === false ? undefined : requireUrl('viewer', viewer);
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
   * Fetches JSON from the Hub.
   *
   * @param dataset - Named in errors.
   * @throws {HttpError} That says whether the dataset is missing, private or gated.
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
      // The next page of a list is at the same origin, or the token might be lured elsewhere.
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
    const said = headers.get('x-error-message') ?? errorMessageIn(text);
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

function requireUrl(option: string, value: string): string {
  const text = value.replace(/\/+$/, '');
  if (URL.canParse(text) && /^https?:\/\//.test(text)) return text;
  throw new DatasetError(`\`${option}\` must be an http(s) address, received ${shown(value, 80)}.`);
}

/** The sentence in an error that came as JSON. */
function errorMessageIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : '';
  } catch {
    return '';
  }
}

/** A Parquet file of a dataset, in the order of its rows. */
export interface HubFile {
  readonly config: string;
  readonly split: string;
  readonly url: string;
  readonly size: number | undefined;
  /** Whether only the beginning of the split was converted to Parquet. */
  readonly partial: boolean;
}

/** The Parquet files of a dataset and whatever else is known of its parts. */
export interface HubListing {
  readonly files: readonly HubFile[];
  /** `config/split` that is still being converted, or could not be. */
  readonly unfinished: readonly string[];
}

/**
 * Asks for the Parquet files of a dataset.
 *
 * Without a revision these are the ones that the Hub converts every dataset to, else the ones that the repository
 * itself holds.
 *
 * Source: https://huggingface.co/docs/dataset-viewer/parquet, https://huggingface.co/docs/hub/api
 */
export async function parquetFilesOf(
  hub: Hub,
  dataset: string,
  revision: string | undefined,
): Promise<HubListing> {
  if (revision !== undefined) return { files: await fromRepository(hub, dataset, revision), unfinished: [] };
  return hub.viewer === undefined ? fromHub(hub, dataset) : fromViewer(hub, hub.viewer, dataset);
}

/** `{ parquet_files: [{ config, split, url, size }], pending: [{ config, split }], failed: […], partial }` */
async function fromViewer(hub: Hub, viewer: string, dataset: string): Promise<HubListing> {
  const url = `${viewer}/parquet?dataset=${encodeURIComponent(dataset)}`;
  const { body } = await hub.json(url, dataset);
  const { parquet_files: files, pending, failed } = fieldsOf(body);
  if (!Array.isArray(files)) throw unexpectedAnswer(url);
  return {
    files: files.map((file: unknown) => {
      const { config, split, url: address, size } = fieldsOf(file);
      if (typeof config !== 'string' || typeof split !== 'string' || typeof address !== 'string') {
        throw unexpectedAnswer(url);
      }
      return {
        config,
        split: split.replace(PARTIAL, ''),
        url: httpUrl(address, url),
        size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : undefined,
        partial: PARTIAL.test(split) || /\/partial-[^/]+\/[^/]+$/.test(address),
      };
    }),
    unfinished: [pending, failed].flatMap((parts) =>
      Array.isArray(parts)
        ? parts.flatMap((part: unknown) => {
            const { config, split } = fieldsOf(part);
            return typeof config === 'string' && typeof split === 'string' ? [`${config}/${split}`] : [];
          })
        : [],
    ),
  };
}

/** `{ [config]: { [split]: [url] } }` */
async function fromHub(hub: Hub, dataset: string): Promise<HubListing> {
  const url = `${hub.endpoint}/api/datasets/${dataset}/parquet`;
  const { body } = await hub.json(url, dataset);
  const files: HubFile[] = [];
  if (typeof body !== 'object' || body === null) throw unexpectedAnswer(url);
  for (const [config, splits] of Object.entries(body)) {
    if (typeof splits !== 'object' || splits === null) throw unexpectedAnswer(url);
    for (const [split, urls] of Object.entries(splits)) {
      if (!Array.isArray(urls)) throw unexpectedAnswer(url);
      for (const address of urls) {
        files.push({
          config,
          split: split.replace(PARTIAL, ''),
          url: httpUrl(address, url),
          size: undefined,
          partial: PARTIAL.test(split),
        });
      }
    }
  }
  return { files, unfinished: [] };
}

const PARTIAL = /^partial-/;

/** `[{ type: 'file', path, size }]`, in parts that name the next one. */
async function fromRepository(hub: Hub, dataset: string, revision: string): Promise<HubFile[]> {
  const at = encodeURIComponent(revision);
  const files: HubFile[] = [];
  let url: string | undefined = `${hub.endpoint}/api/datasets/${dataset}/tree/${at}?recursive=true`;
  while (url !== undefined) {
    const { body, next }: { body: unknown; next: string | undefined } = await hub.json(url, dataset);
    if (!Array.isArray(body)) throw unexpectedAnswer(url);
    for (const entry of body) {
      const { type, path, size } = fieldsOf(entry);
      if (type !== 'file' || typeof path !== 'string' || !path.endsWith('.parquet')) continue;
      const address = path.split('/').map(encodeURIComponent).join('/');
      files.push({
        ...configAndSplitOf(path),
        url: `${hub.endpoint}/datasets/${dataset}/resolve/${at}/${address}`,
        size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : undefined,
      });
    }
    url = next;
  }
  return files.sort((a, b) => Number(a.url > b.url) - Number(a.url < b.url));
}

/**
 * The config and the split of a path: `data/train-00000-of-00002.parquet`, `en/test.parquet`,
 * `default/train/0000.parquet`.
 */
export function configAndSplitOf(path: string): Pick<HubFile, 'config' | 'split' | 'partial'> {
  const folders = path.split('/');
  const name = folders.pop()!.slice(0, -'.parquet'.length);
  const numbered = /^\d+$/.test(name) && folders.length > 0;
  const split = numbered ? folders.pop()! : name.replace(/-\d+-of-\d+(-[0-9a-f]+)?$/, '');
  const config = folders.filter((folder) => folder !== 'data').join('/');
  return {
    config: config === '' ? 'default' : config,
    split: split.replace(PARTIAL, ''),
    partial: PARTIAL.test(split),
  };
}

function httpUrl(value: unknown, from: string): string {
  if (typeof value === 'string' && URL.canParse(value, from)) {
    const url = new URL(value, from);
    if (/^https?:$/.test(url.protocol)) return url.href;
  }
  throw unexpectedAnswer(from);
}

function unexpectedAnswer(url: string): DatasetError {
  return new DatasetError(
    `${shownUrl(url)} did not answer with a list of Parquet files, as it is documented to.`,
  );
}

/** The fields of a value that came as JSON; none if it is not an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
