import { checkOptions } from '@rnnlab/shared';
import { fileCard } from '../../card.js';
import { DatasetStream } from '../../dataset.js';
import { DatasetError } from '../../error.js';
import type { ByteSource } from '../../sources/byte-source.js';
import { byteSource, type Readable } from '../../sources/readable.js';
import {
  readCount,
  readPosition,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from '../../stream/stream-source.js';
import { loadHyparquet } from './encodings.js';
import { type Footer, readFooter } from './footer.js';
import type { ParquetValue } from './logical-types.js';
import { type RowBatch, RowGroupReader } from './row-group.js';
import type { Column, ParquetColumn } from './schema.js';

/** A row: name of a column → its value. */
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

/** Options of {@link parquet}. */
export interface ParquetOptions {
  /** Names of the columns to read; nothing of the others is read. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /**
   * Keep what JavaScript's numbers and dates cannot: integers of 64 bits as `bigint`, decimals as text, timestamps
   * as `bigint` in the unit that the file has. Default: `false`.
   */
  readonly exact?: boolean | undefined;
}

/** The metadata of a Parquet file. */
export interface ParquetMetadata {
  /** The number of rows. */
  readonly rows: number;
  /** The columns at the top level. */
  readonly columns: readonly ParquetColumn[];
  /** Rows and bytes of each row group. */
  readonly rowGroups: readonly {
    readonly rows: number;
    /** Their compressed size. */
    readonly bytes: number;
  }[];
  /** The program that wrote it. */
  readonly createdBy: string | undefined;
  /** Key-value metadata of the writer: `huggingface`, `pandas`, `ARROW:schema`. */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * Streams the rows of a Parquet file, page by page: in memory are the pages at hand, not the file. Of an address on
 * the web only the bytes of the chosen columns are fetched, and the metadata at the end of the file.
 *
 * | in the file                        | in JavaScript                                                     |
 * | ---------------------------------- | ----------------------------------------------------------------- |
 * | integers                           | number; those of 64 bits that are too large are an error without `exact` |
 * | float16, float, double             | number                                                            |
 * | decimal                            | number, the nearest one                                           |
 * | string, enum, UUID                 | string                                                            |
 * | JSON                               | what it says                                                      |
 * | binary, other annotations          | Uint8Array                                                        |
 * | date, timestamp, INT96             | Date, to the millisecond                                          |
 * | time                               | number of milliseconds since midnight                             |
 * | list; map; struct                  | array; object; object                                             |
 * | null                               | null                                                              |
 *
 * All compressions but LZO are read, all encodings but the deprecated bit-packed levels; encrypted files are not.
 *
 * A position of an iteration is a row group and a row of it: resuming there reads none of the groups before, and
 * none of the pages before except in nested columns.
 *
 * @param readable - A path, an address, bytes, a Blob or a source of one's own.
 * @param options.columns - Names of columns, top level. Default: all.
 * @param options.exact - See {@link ParquetOptions.exact}.
 * @throws {DatasetError} While reading, if it is not a Parquet file, is corrupt, or lacks a column.
 *
 * @example
 * for await (const row of parquet('train.parquet', { columns: ['text', 'label'] })) {
 *   console.log(row.text, row.label);
 * }
 */
export function parquet<Row = ParquetRow>(
  readable: Readable,
  options: ParquetOptions = {},
): DatasetStream<Row> {
  checkOptions('parquet', options, ['columns', 'exact'], DatasetError);
  const source = byteSource(readable);
  return new DatasetStream<Row>(parquetRows(source, options), fileCard(source));
}

/**
 * The rows of one file.
 *
 * @param footer - Its footer, where it has been read.
 */
export function parquetRows<Row>(
  source: ByteSource,
  options: ParquetOptions,
  footer?: Footer,
): StreamSource<Row> {
  return {
    open: (position) =>
      new ParquetCursor(source, options, position, footer) as StreamCursor<unknown> as StreamCursor<Row>,
  };
}

/**
 * Reads the metadata of a Parquet file, and no row of it.
 *
 * @throws {DatasetError} If it is not a Parquet file, or is corrupt or encrypted.
 *
 * @example
 * const { rows, columns } = await parquetMetadata('train.parquet');
 * columns[0]; // { name: 'text', kind: 'text', nullable: true, … }
 */
export async function parquetMetadata(readable: Readable): Promise<ParquetMetadata> {
  const { rows, columns, groups, metadata } = await readFooter(byteSource(readable));
  const notes = (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''] as const);
  return {
    rows,
    columns: columns.map((column) => column.described),
    rowGroups: groups.map((group) => ({
      rows: group.rows,
      bytes: group.chunks.reduce((sum, { start, end }) => sum + end - start, 0),
    })),
    createdBy: metadata.created_by,
    notes: Object.fromEntries(notes),
  };
}

const AT = 'parquet';

class ParquetCursor implements StreamCursor<ParquetRow> {
  readonly #source: ByteSource;
  readonly #options: ParquetOptions;
  #footer: Footer | undefined;
  #columns: readonly Column[] = [];
  #names: readonly string[] = [];
  #reader: RowGroupReader | undefined;
  #batch: RowBatch = { rows: 0, columns: [] };
  /** The next row: its group, its index there and in the batch. */
  #group: number;
  #row: number;
  #at = 0;
  /** Rows of the file, by which a position is known to be of another one. */
  #rows: number | undefined;

  readonly #known: Footer | undefined;

  constructor(
    source: ByteSource,
    options: ParquetOptions,
    position: StreamPosition | undefined,
    footer: Footer | undefined,
  ) {
    this.#source = source;
    this.#options = options;
    this.#known = footer;
    const stored = readPosition(AT, position, ['group', 'row', 'rows']);
    this.#group = stored === undefined ? 0 : readCount(AT, 'group', stored.group);
    this.#row = stored === undefined ? 0 : readCount(AT, 'row', stored.row);
    if (stored !== undefined && stored.rows !== null) this.#rows = readCount(AT, 'rows', stored.rows);
  }

  nextNow(): IteratorResult<ParquetRow, undefined> | undefined {
    if (this.#at >= this.#batch.rows) return undefined;
    const row: Record<string, ParquetValue> = {};
    const { columns } = this.#batch;
    for (let i = 0; i < columns.length; i++) row[this.#names[i]!] = columns[i]![this.#at] as ParquetValue;
    this.#at++;
    this.#row++;
    return { done: false, value: row };
  }

  async next(): Promise<IteratorResult<ParquetRow, undefined>> {
    for (;;) {
      const ready = this.nextNow();
      if (ready !== undefined) return ready;
      const footer = this.#footer ?? (await this.#begin());
      if (this.#group >= footer.groups.length) return { done: true, value: undefined };
      this.#reader ??= await this.#open(footer);
      const batch = await this.#reader.next();
      this.#at = 0;
      this.#batch = batch ?? { rows: 0, columns: [] };
      if (batch === undefined) {
        this.#reader = undefined;
        this.#group++;
        this.#row = 0;
      }
    }
  }

  position(): StreamPosition {
    return { at: AT, group: this.#group, row: this.#row, rows: this.#rows ?? null };
  }

  async close(): Promise<void> {
    this.#batch = { rows: 0, columns: [] };
    this.#reader = undefined;
  }

  async #begin(): Promise<Footer> {
    const footer = this.#known ?? (await readFooter(this.#source));
    this.#columns = chooseColumns(this.#source, footer.columns, this.#options.columns);
    this.#names = this.#columns.map((column) => column.name);
    const rows = footer.groups[this.#group]?.rows ?? 0;
    const outside = this.#group > footer.groups.length || this.#row > rows;
    if (outside || (this.#rows ?? footer.rows) !== footer.rows) {
      throw new DatasetError(
        `This position is of another file than ${this.#source.name}: it is at row ${this.#row} of row group ${this.#group}${this.#rows === undefined ? '' : ` of ${this.#rows} rows`}, the file has ${footer.groups.length} row groups and ${footer.rows} rows.`,
      );
    }
    this.#rows = footer.rows;
    this.#footer = footer;
    return footer;
  }

  async #open(footer: Footer): Promise<RowGroupReader> {
    const library = await loadHyparquet();
    const exact = this.#options.exact ?? false;
    return RowGroupReader.open(this.#source, library, footer, this.#group, this.#columns, this.#row, exact);
  }
}

/**
 * The columns with these names, in their order; all without names.
 *
 * @throws {DatasetError} That lists the columns that there are.
 */
export function chooseColumns(
  source: ByteSource,
  columns: readonly Column[],
  names: readonly string[] | undefined,
): readonly Column[] {
  if (names === undefined) return columns;
  if (names.length === 0)
    throw new DatasetError('`columns` is empty: expected the name of a column or more.');
  return [...new Set(names)].map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    const known = columns.map((column) => column.name).join(', ');
    throw new DatasetError(
      `There is no column ${JSON.stringify(name).slice(0, 60)} in ${source.name}: expected some of ${known.slice(0, 300)}.`,
    );
  });
}
