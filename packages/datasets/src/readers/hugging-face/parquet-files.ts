import { byValue } from '../../compare.js';
import { DatasetError } from '../../error.js';
import { shownUrl } from '../../http/index.js';
import type { Hub } from './hub.js';
import { record } from './record.js';

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
  const { parquet_files: files, pending, failed } = record(body);
  if (!Array.isArray(files)) throw unexpected(url);
  return {
    files: files.map((file: unknown) => {
      const { config, split, url: address, size } = record(file);
      if (typeof config !== 'string' || typeof split !== 'string' || typeof address !== 'string') {
        throw unexpected(url);
      }
      return {
        config,
        split: split.replace(PARTIAL, ''),
        url: webAddress(address, url),
        size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : undefined,
        partial: PARTIAL.test(split) || /\/partial-[^/]+\/[^/]+$/.test(address),
      };
    }),
    unfinished: [pending, failed].flatMap((parts) =>
      Array.isArray(parts)
        ? parts.flatMap((part: unknown) => {
            const { config, split } = record(part);
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
  if (typeof body !== 'object' || body === null) throw unexpected(url);
  for (const [config, splits] of Object.entries(body)) {
    if (typeof splits !== 'object' || splits === null) throw unexpected(url);
    for (const [split, urls] of Object.entries(splits)) {
      if (!Array.isArray(urls)) throw unexpected(url);
      for (const address of urls) {
        files.push({
          config,
          split: split.replace(PARTIAL, ''),
          url: webAddress(address, url),
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
    if (!Array.isArray(body)) throw unexpected(url);
    for (const entry of body) {
      const { type, path, size } = record(entry);
      if (type !== 'file' || typeof path !== 'string' || !path.endsWith('.parquet')) continue;
      const address = path.split('/').map(encodeURIComponent).join('/');
      files.push({
        ...placeOf(path),
        url: `${hub.endpoint}/datasets/${dataset}/resolve/${at}/${address}`,
        size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : undefined,
      });
    }
    url = next;
  }
  return files.sort((a, b) => byValue(a.url, b.url));
}

/**
 * The config and the split of a path: `data/train-00000-of-00002.parquet`, `en/test.parquet`,
 * `default/train/0000.parquet`.
 */
export function placeOf(path: string): Pick<HubFile, 'config' | 'split' | 'partial'> {
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

function webAddress(value: unknown, from: string): string {
  if (typeof value === 'string' && URL.canParse(value, from)) {
    const url = new URL(value, from);
    if (/^https?:$/.test(url.protocol)) return url.href;
  }
  throw unexpected(from);
}

function unexpected(url: string): DatasetError {
  return new DatasetError(
    `${shownUrl(url)} did not answer with a list of Parquet files, as it is documented to.`,
  );
}
