import { checkOptions } from '@rnnlab/shared';
import { DatasetStream } from '../../dataset.js';
import { DatasetError } from '../../error.js';
import { httpSource } from '../../sources/http-source.js';
import { sequenceSource } from '../../stream/verbs/sequence.js';
import { readFooter } from '../parquet/footer.js';
import { chooseColumns, type ParquetOptions, type ParquetRow, parquetRows } from '../parquet/parquet.js';
import { cardFrom } from './card.js';
import { chooseFiles } from './choose-files.js';
import { Hub, type HubOptions } from './hub.js';
import { type HubFile, parquetFilesOf } from './parquet-files.js';

export interface HuggingFaceOptions extends HubOptions, ParquetOptions {
  /** Which of several parts, each with columns of its own: `'en'`. Default: the only one, or `'default'`. */
  readonly config?: string | undefined;
  /** Default: `'train'`, or the only one. */
  readonly split?: string | undefined;
  /**
   * A branch, tag or commit, whose own Parquet files are read. Default: the files that the Hub converts every dataset
   * to, whatever its own files are.
   */
  readonly revision?: string | undefined;
  /** Read what there is where the Hub converted only the beginning of a large split. Default `false`: an error. */
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
 * @param name `'owner/name'`, or `'name'` for some old ones.
 * @param options.columns Names of columns. Default: all.
 * @throws DatasetError if the name, the config or the split does not exist (it lists those that do), if the dataset is
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
  const sources = files.map((file) => sourceOf(hub, file));
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

function sourceOf(hub: Hub, { url, size }: HubFile) {
  const { timeout, retries, firstDelay, signal, onRetry } = hub.options;
  return httpSource(url, { token: hub.tokenFor(url), size, timeout, retries, firstDelay, signal, onRetry });
}
