import type { DecodedArray } from 'hyparquet';
import { DatasetError } from '../../error.js';
import type { ByteSource } from '../../sources/byte-source.js';
import { ColumnReader, chunkReaders, slice } from './column-chunk.js';
import { decompressor } from './compression.js';
import type { Hyparquet } from './encodings.js';
import { corruptFile, type Footer, reasonOf } from './footer.js';
import { converterFor, UnrepresentableError, type Values } from './logical-types.js';
import type { Column, Leaf } from './schema.js';

/** Some consecutive rows, column by column. */
export interface RowBatch {
  readonly rows: number;
  /** In the order of the chosen columns. */
  readonly columns: readonly Values[];
}

/** Rows that one leaf has read ahead of the others. */
interface Ahead {
  readonly leaf: Leaf;
  readonly reader: ColumnReader;
  values: Values;
  at: number;
}

/** Reads the chosen columns of one row group side by side, though their pages end at different rows. */
export class RowGroupReader {
  readonly #source: ByteSource;
  readonly #library: Hyparquet;
  readonly #index: number;
  readonly #columns: readonly Column[];
  readonly #leaves: readonly Ahead[];
  #rest: number;

  private constructor(
    source: ByteSource,
    library: Hyparquet,
    index: number,
    columns: readonly Column[],
    leaves: readonly Ahead[],
    rest: number,
  ) {
    this.#source = source;
    this.#library = library;
    this.#index = index;
    this.#columns = columns;
    this.#leaves = leaves;
    this.#rest = rest;
  }

  /** @param skip - Rows to skip at the beginning of the group. */
  static async open(
    source: ByteSource,
    library: Hyparquet,
    footer: Footer,
    index: number,
    columns: readonly Column[],
    skip: number,
    exact: boolean,
  ): Promise<RowGroupReader> {
    const group = footer.groups[index]!;
    const chunks = columns.flatMap((column) => column.leaves.map((leaf) => group.chunks[leaf.index]!));
    const bytes = chunkReaders(source, footer.tail, chunks);
    const leaves = chunks.map(async (chunk): Promise<Ahead> => {
      const { leaf, codec } = chunk;
      const decompress = await decompressor(codec);
      const convert = guarded(source, leaf, index, () => converterFor(leaf.element, exact));
      const decoder = { library, leaf, decompress, convert, dictionary: undefined };
      return { leaf, reader: new ColumnReader(chunk, bytes.get(chunk)!, decoder, skip), values: [], at: 0 };
    });
    return new RowGroupReader(source, library, index, columns, await Promise.all(leaves), group.rows - skip);
  }

  /** The next rows, or undefined after the last. */
  async next(): Promise<RowBatch | undefined> {
    if (this.#rest === 0) return undefined;
    await Promise.all(this.#leaves.map((ahead) => this.#refill(ahead)));
    const ready = this.#leaves.map(({ values, at }) => values.length - at);
    const rows = Math.min(this.#rest, ...ready);
    this.#rest -= rows;
    const taken = new Map<Leaf, Values>();
    for (const ahead of this.#leaves) {
      taken.set(ahead.leaf, slice(ahead.values, ahead.at, ahead.at + rows));
      ahead.at += rows;
    }
    return { rows, columns: this.#columns.map((column) => this.#column(column, taken, rows)) };
  }

  async #refill(ahead: Ahead): Promise<void> {
    if (ahead.at < ahead.values.length) return;
    let values: Values | undefined;
    try {
      values = await ahead.reader.next();
    } catch (error) {
      throw failure(this.#source, ahead.leaf, this.#index, error);
    }
    if (values === undefined) {
      const error = new Error(`${this.#rest} rows are missing`);
      throw failure(this.#source, ahead.leaf, this.#index, error);
    }
    ahead.values = values;
    ahead.at = 0;
  }

  #column({ tree, leaves }: Column, taken: ReadonlyMap<Leaf, Values>, rows: number): Values {
    const first = leaves[0]!;
    if (first.flat) return taken.get(first)!;
    return guarded(this.#source, first, this.#index, () => {
      const parts = new Map(leaves.map((leaf) => [leaf.path.join('.'), taken.get(leaf) as DecodedArray]));
      this.#library.assembleNested(parts, tree, {} as never);
      const values = parts.get(tree.element.name);
      if (values?.length !== rows) throw new Error(`its parts give ${values?.length} rows, ${rows} expected`);
      return values;
    });
  }
}

function guarded<T>(source: ByteSource, leaf: Leaf, group: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(source, leaf, group, error);
  }
}

/** The error for users of a failure in a column. Errors of sources are passed on. */
function failure(source: ByteSource, leaf: Leaf, group: number, error: unknown): unknown {
  if (error instanceof DatasetError || !(error instanceof Error) || error.name === 'AbortError') return error;
  const where = `column ${leaf.path.join('.').slice(0, 100)} of row group ${group}`;
  if (error instanceof UnrepresentableError) {
    return new DatasetError(`In ${where} of ${source.name} ${error.message}.`, { cause: error });
  }
  return corruptFile(source, `in ${where} ${reasonOf(error)}`, error);
}
