import type { ColumnMetaData, FileMetaData } from 'hyparquet';
import { DatasetError } from '../../error.js';
import type { ByteSource } from '../../sources/byte-source.js';
import { concatBytes } from '../../sources/byte-stream.js';
import { CODECS, type Codec } from './compression.js';
import { type Column, columnsOf, type Leaf } from './schema.js';
import { thriftEnd } from './thrift.js';

/** The footer of a Parquet file, checked. */
export interface Footer {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
  readonly metadata: FileMetaData;
  /** The last bytes of the file, which were read for this. */
  readonly tail: { readonly start: number; readonly bytes: Uint8Array };
}

/** A row group: some consecutive rows. */
interface RowGroup {
  readonly rows: number;
  /** In the order of the leaves of the schema. */
  readonly chunks: readonly ColumnChunk[];
}

/** A column chunk: the pages with the values of one leaf in one row group. */
export interface ColumnChunk {
  readonly leaf: Leaf;
  readonly codec: Codec;
  readonly values: number;
  readonly start: number;
  readonly end: number;
}

/** Read first, as most footers are shorter. */
const FIRST_READ_BYTES = 2 ** 16;
/** Far more than any file has. */
const MAX_METADATA_BYTES = 2 ** 26;
/** The length of the metadata (4 bytes), then the magic bytes. */
const ENDING_BYTES = 8;

/**
 * Reads and checks the metadata at the end of a Parquet file.
 *
 * Source: https://parquet.apache.org/docs/file-format/
 *
 * @throws {DatasetError} If it is not a Parquet file, is encrypted or is corrupt.
 */
export async function readFooter(source: ByteSource): Promise<Footer> {
  const size = await source.size();
  if (size < ENDING_BYTES + 4) {
    throw new DatasetError(`${source.name} is not a Parquet file: it has only ${size} bytes.`);
  }
  let start = Math.max(0, size - FIRST_READ_BYTES);
  let bytes = await readExactly(source, start, size);
  const magic = String.fromCharCode(...bytes.subarray(-4));
  if (magic === 'PARE') {
    throw new DatasetError(`${source.name} is an encrypted Parquet file, which is not read here.`);
  }
  if (magic !== 'PAR1') {
    throw new DatasetError(
      `${source.name} is not a Parquet file: expected PAR1 at its end, received ${JSON.stringify(magic)}.`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - ENDING_BYTES, true);
  const metadataStart = size - ENDING_BYTES - length;
  if (metadataStart < 4 || length > MAX_METADATA_BYTES) {
    throw corruptFile(source, `its metadata claims to be ${length} bytes long`);
  }
  if (metadataStart < start) {
    bytes = concatBytes([await readExactly(source, metadataStart, start), bytes]);
    start = metadataStart;
  }
  const { parquetMetadata } = await import('hyparquet');
  try {
    thriftEnd(bytes.subarray(0, bytes.length - ENDING_BYTES), metadataStart - start);
    const metadata = parquetMetadata(bytes.subarray(metadataStart - start), { geoparquet: false });
    return check(metadata, { start, bytes }, metadataStart);
  } catch (error) {
    throw corruptFile(source, reasonOf(error), error);
  }
}

/** All bytes of the range, or an error where the source has fewer. */
export async function readExactly(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length === end - start) return bytes;
  throw new DatasetError(
    `${source.name} became shorter while it was read: expected ${end - start} bytes from ${start}, received ${bytes.length}.`,
  );
}

export function corruptFile(source: ByteSource, what: string, cause?: unknown): DatasetError {
  const shown = what.length <= 200 ? what : `${what.slice(0, 199)}…`;
  return new DatasetError(`${source.name} is a corrupt Parquet file: ${shown.replace(/\.$/, '')}.`, {
    cause,
  });
}

/** The message of an error for users, to whom errors within hyparquet itself mean nothing. */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  if (error instanceof TypeError || error instanceof RangeError)
    return 'a field is missing or has another type than expected';
  return message;
}

function check(metadata: FileMetaData, tail: Footer['tail'], dataEnd: number): Footer {
  const columns = columnsOf(metadata.schema);
  const leaves = columns.flatMap((column) => column.leaves);
  const groups = metadata.row_groups.map((group, index): RowGroup => {
    const rows = integer(group.num_rows, `the rows of row group ${index}`);
    if (group.columns.length !== leaves.length) {
      throw new Error(
        `row group ${index} has ${group.columns.length} columns, ${leaves.length} are in the schema`,
      );
    }
    const chunks = leaves.map((leaf, i) => {
      const { meta_data, file_path } = group.columns[i]!;
      if (file_path !== undefined) throw new Error('its columns lie in other files, which is not read here');
      if (meta_data === undefined) throw new Error(`column ${leaf.path.join('.')} is encrypted or missing`);
      return chunkOf(meta_data, leaf, rows, dataEnd);
    });
    return { rows, chunks };
  });
  const rows = integer(metadata.num_rows, 'the number of rows');
  const sum = groups.reduce((total, group) => total + group.rows, 0);
  if (sum !== rows) throw new Error(`it claims ${rows} rows, its row groups have ${sum}`);
  return { rows, columns, groups, metadata, tail };
}

function chunkOf(metadata: ColumnMetaData, leaf: Leaf, rows: number, dataEnd: number): ColumnChunk {
  const name = leaf.path.join('.');
  if (metadata.path_in_schema.join('.') !== name || metadata.type !== leaf.element.type) {
    throw new Error(`column ${name} is not the one that the schema has in its place`);
  }
  const codec = CODECS.find((known) => known === metadata.codec);
  if (codec === undefined) {
    throw new Error(
      `column ${name} has the compression ${metadata.codec ?? 'unknown'}, which is not read here`,
    );
  }
  const values = integer(metadata.num_values, `the values of column ${name}`);
  if (leaf.flat ? values !== rows : values < rows && leaf.maxRepetition === 0) {
    throw new Error(`column ${name} has ${values} values for ${rows} rows`);
  }
  const dataStart = integer(metadata.data_page_offset, `the offset of column ${name}`);
  const dictionary = metadata.dictionary_page_offset ?? 0n;
  // Some writers give 0 where there is no dictionary.
  const start =
    dictionary > 0n && dictionary < metadata.data_page_offset
      ? integer(dictionary, `the offset of column ${name}`)
      : dataStart;
  const end = start + integer(metadata.total_compressed_size, `the length of column ${name}`);
  if (end > dataEnd)
    throw new Error(`column ${name} claims to end at ${end}, beyond the ${dataEnd} bytes of data`);
  return { leaf, codec, values, start, end };
}

function integer(value: unknown, what: string): number {
  if (typeof value === 'bigint' && value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER))
    return Number(value);
  throw new Error(`${what} cannot be ${String(value).slice(0, 40)}`);
}
