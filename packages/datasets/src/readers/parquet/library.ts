import type { DataReader, DecodedArray, PageHeader, ParquetType, SchemaTree } from 'hyparquet';

/**
 * The parts of hyparquet that decode pages, loaded when the first file is read. They trust what they are given, so
 * each is called only after its lengths were checked. They are not its documented surface: its version is pinned.
 */
export interface Library {
  parquetHeader(reader: DataReader): PageHeader;
  readPlain(reader: DataReader, type: ParquetType, count: number, length: number | undefined): DecodedArray;
  byteStreamSplit(
    reader: DataReader,
    count: number,
    type: ParquetType,
    length: number | undefined,
  ): DecodedArray;
  deltaBinaryUnpack(reader: DataReader, count: number, output: Int32Array | BigInt64Array): void;
  assembleLists(
    output: unknown[],
    definitionLevels: number[] | undefined,
    repetitionLevels: number[],
    values: DecodedArray,
    schemaPath: SchemaTree[],
  ): DecodedArray;
  assembleNested(values: Map<string, DecodedArray>, schema: SchemaTree, parsers: never): void;
}

export async function loadLibrary(): Promise<Library> {
  const [{ parquetHeader }, { readPlain }, { byteStreamSplit }, { deltaBinaryUnpack }, assemble] =
    await Promise.all([
      import('hyparquet/src/column.js'),
      import('hyparquet/src/plain.js'),
      import('hyparquet/src/encoding.js'),
      import('hyparquet/src/delta.js'),
      import('hyparquet/src/assemble.js'),
    ]);
  const { assembleLists, assembleNested } = assemble;
  return { parquetHeader, readPlain, byteStreamSplit, deltaBinaryUnpack, assembleLists, assembleNested };
}
