import { checkOptions } from '@rnnlab/shared';
import type { DatasetCard, Feature } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { httpSource } from '../sources/http-source.js';
import { sequenceSource } from '../stream/sequence.js';
import {
  fieldsOf,
  Hub,
  type HubFile,
  type HubListing,
  type HubOptions,
  parquetFilesOf,
} from './hugging-face-hub.js';
import { readFooter } from './parquet/footer.js';
import { chooseColumns, type ParquetOptions, type ParquetRow, parquetRows } from './parquet/parquet.js';

/** Options of {@link huggingFace}. */
export interface HuggingFaceOptions extends HubOptions, ParquetOptions {
  /** The configuration, one of several parts, each with columns of its own: `'en'`. Default: the only one, or `'default'`. */
  readonly config?: string | undefined;
  /** The split. Default: `'train'`, or the only one. */
  readonly split?: string | undefined;
  /**
   * A branch, tag or commit, whose own Parquet files are read. Default: the files that the Hub converts every dataset
   * to, whatever its own files are.
   */
  readonly revision?: string | undefined;
  /** Read what there is where the Hub converted only the beginning of a large split. Default: `false`: an error. */
  readonly allowPartial?: boolean | undefined;
}

/**
 * Streams a dataset of the Hugging Face Hub by its name: the rows of its Parquet files, one file after another. Only
 * the bytes of the chosen columns are fetched, as they are read; nothing is kept on the disk.
 *
 * Values are as `parquet` gives them. Classes are numbers, whose names are in `card.features.<column>.names`. An image
 * is `{ bytes, path }`: `readImage(row.image.bytes)` decodes it. A position of an iteration is a file, a row group of
 * it and a row.
 *
 * The token (`HF_TOKEN`) goes to the endpoint and the viewer, not to where they redirect.
 *
 * @param name - `'owner/name'`, or `'name'` for some old ones.
 * @param options.columns - Names of columns. Default: all.
 * @throws {DatasetError} If the name, the config or the split does not exist (it lists those that do), if the dataset is
 * private or gated, or is not converted to Parquet.
 *
 * Source: https://huggingface.co/docs/dataset-viewer/parquet
 *
 * @example
 * const news = await huggingFace('fancyzhx/ag_news', { split: 'test' });
 * for await (const { text, label } of news) console.log(label, text);
 */
export async function huggingFace<Row = ParquetRow>(
  name: string,
  options: HuggingFaceOptions = {},
): Promise<DatasetStream<Row>> {
  checkOptions('huggingFace', options, OPTIONS, DatasetError);
  if (typeof name !== 'string' || !/^[\w.-]+(\/[\w.-]+)?$/.test(name) || /^\.+(\/|$)|\/\.+$/.test(name)) {
    throw new DatasetError(
      `${JSON.stringify(name)?.slice(0, 80)} is not the name of a dataset of the Hub: expected owner/name.`,
    );
  }
  const hub = new Hub(options);
  const listing = await parquetFilesOf(hub, name, options.revision);
  const { config, split, files } = chooseFiles(name, listing, {
    config: options.config,
    split: options.split,
    allowPartial: options.allowPartial ?? false,
  });
  const sources = files.map((file) => fileSourceOf(hub, file));
  const first = await readFooter(sources[0]!);
  const note = first.metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  const { columns, exact } = options;
  chooseColumns(sources[0]!, first.columns, columns);
  const rows = sequenceSource<Row>({
    at: `huggingFace(${[name, options.revision, config, split].filter((part) => part !== undefined).join(', ')}, ${files.length} files)`,
    name: 'file',
    count: files.length,
    sourceOf: (index) =>
      parquetRows<Row>(sources[index]!, { columns, exact }, index === 0 ? first : undefined),
  });
  return new DatasetStream<Row>(rows, cardFrom(name, `${hub.endpoint}/datasets/${name}`, note));
}

const OPTIONS: readonly (keyof HuggingFaceOptions)[] = [
  'config',
  'split',
  'revision',
  'columns',
  'exact',
  'allowPartial',
  'token',
  'endpoint',
  'viewer',
  'timeout',
  'retries',
  'firstDelay',
  'signal',
  'onRetry',
];

function fileSourceOf(hub: Hub, { url, size }: HubFile) {
  const { timeout, retries, firstDelay, signal, onRetry } = hub.options;
  return httpSource(url, { token: hub.tokenFor(url), size, timeout, retries, firstDelay, signal, onRetry });
}

interface ChosenFiles {
  readonly config: string;
  readonly split: string;
  readonly files: readonly HubFile[];
}

/**
 * The files of one config and split. Without a config: the only one, or `default`; without a split: `train`, or the
 * only one.
 *
 * @throws {DatasetError} That lists what there is.
 */
function chooseFiles(
  dataset: string,
  { files, unfinished }: HubListing,
  wanted: { config: string | undefined; split: string | undefined; allowPartial: boolean },
): ChosenFiles {
  if (files.length === 0 && unfinished.length === 0) {
    throw new DatasetError(
      `${dataset} has no Parquet files: the Hub has not converted it, or could not; read its own files by their addresses instead.`,
    );
  }
  const parts = [...new Set([...files.map((file) => `${file.config}/${file.split}`), ...unfinished])].sort();
  const configs = [...new Set(parts.map((part) => part.slice(0, part.lastIndexOf('/'))))];
  const config = choose(dataset, 'config', configs, wanted.config, 'default', parts);
  const splits = parts
    .filter((part) => part.slice(0, part.lastIndexOf('/')) === config)
    .map((part) => part.slice(part.lastIndexOf('/') + 1));
  const split = choose(dataset, 'split', splits, wanted.split, 'train', parts);
  const chosen = files.filter((file) => file.config === config && file.split === split);
  if (chosen.length === 0) {
    throw new DatasetError(
      `${config}/${split} of ${dataset} has no Parquet files yet: the Hub is still converting it, or could not.`,
    );
  }
  if (chosen.some((file) => file.partial) && !wanted.allowPartial) {
    throw new DatasetError(
      `Only the beginning of ${config}/${split} of ${dataset} was converted to Parquet by the Hub: read that with \`allowPartial: true\`, or, if its own files are Parquet, all of it with \`revision: 'main'\`.`,
    );
  }
  return { config, split, files: chosen };
}

function choose(
  dataset: string,
  option: 'config' | 'split',
  names: readonly string[],
  wanted: string | undefined,
  usual: string,
  parts: readonly string[],
): string {
  const name = wanted ?? (names.length === 1 ? names[0]! : usual);
  if (names.includes(name)) return name;
  const list = parts.slice(0, 30).join(', ') + (parts.length > 30 ? `, … (${parts.length})` : '');
  throw new DatasetError(
    wanted === undefined
      ? `${dataset} has several ${option}s: choose one with \`${option}\` (config/split: ${list}).`
      : `${dataset} has no ${option} ${JSON.stringify(wanted).slice(0, 60)}: expected one of config/split ${list}.`,
  );
}

/**
 * Makes a card of the metadata that the `datasets` library writes into Parquet files under `huggingface`:
 * `{ info: { features: { [column]: { _type: 'ClassLabel', names: […] } }, description, citation, license, homepage } }`.
 * Unknown features are skipped.
 */
export function cardFrom(name: string, page: string, note: string | undefined): DatasetCard {
  const info = fieldsOf(fieldsOf(parseNote(note)).info);
  const features: [column: string, feature: Feature][] = [];
  for (const [column, value] of Object.entries(fieldsOf(info.features))) {
    const { _type: type, dtype, names } = fieldsOf(value);
    if (type === 'ClassLabel' && Array.isArray(names) && names.every((label) => typeof label === 'string')) {
      features.push([column, { kind: 'label', names }]);
    } else if (type === 'Value' && (dtype === 'string' || dtype === 'large_string')) {
      features.push([column, { kind: 'text' }]);
    }
  }
  return {
    name,
    source: page,
    ...textField('description', info.description),
    ...textField('citation', info.citation),
    ...textField('homepage', info.homepage),
    ...textField('license', info.license),
    // Not set one by one: a column may be called __proto__.
    ...(features.length === 0 ? {} : { features: Object.fromEntries(features) }),
  };
}

function parseNote(note: string | undefined): unknown {
  try {
    return JSON.parse(note ?? '{}');
  } catch {
    return {};
  }
}

function textField<Name extends string>(name: Name, value: unknown): { [name in Name]?: string } {
  return typeof value === 'string' && value.trim() !== ''
    ? ({ [name]: value } as { [name in Name]: string })
    : {};
}
