import type {
  DataReader,
  DecodedArray,
  Encoding,
  PageHeader,
  ParquetType,
  SchemaElement,
  SchemaTree,
} from 'hyparquet';
import type { Values } from './logical-types.js';

/** The most bytes of the values of one page, a few bytes each in the file, which repeat the beginnings of others. */
const MAX_DELTA_BYTES = 2 ** 28;

const WIDTHS: Readonly<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };

/**
 * Decodes the values of a page, except those that are indices of a dictionary.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 *
 * @param bytes - The decompressed page from the first byte of its values.
 * @param count - How many values there are, without nulls.
 * @throws {Error} If there are fewer, or the encoding is not known for the type.
 */
export function decodeValues(
  library: Hyparquet,
  bytes: Uint8Array,
  encoding: Encoding,
  element: SchemaElement,
  count: number,
): Values {
  if (count === 0) return [];
  const type = element.type!;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  switch (encoding) {
    case 'PLAIN':
      if (type === 'BYTE_ARRAY') return byteArrays(reader.view, count);
      if (type === 'FIXED_LEN_BYTE_ARRAY') return fixedLengthArrays(bytes, lengthOf(element), count);
      requireBytes(type === 'BOOLEAN' ? Math.ceil(count / 8) : count * WIDTHS[type]!, bytes);
      return library.readPlain(reader, type, count, undefined);
    case 'RLE': {
      if (type !== 'BOOLEAN') break;
      requireBytes(4, bytes);
      const bits = new Uint8Array(count);
      decodeRleBitPacked(bytes, 4, bytes.length, 1, bits);
      return Array.from(bits, (bit) => bit === 1);
    }
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') return decodeDeltas(library, reader, new Int32Array(count));
      if (type === 'INT64') return decodeDeltas(library, reader, new BigInt64Array(count));
      break;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      if (type === 'BYTE_ARRAY') return decodeDeltaLengths(library, reader, count);
      break;
    case 'DELTA_BYTE_ARRAY':
      if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY')
        return decodeDeltaPrefixes(library, reader, count);
      break;
    case 'BYTE_STREAM_SPLIT': {
      const width = type === 'FIXED_LEN_BYTE_ARRAY' ? lengthOf(element) : WIDTHS[type];
      if (width === undefined || type === 'INT96') break;
      requireBytes(count * width, bytes);
      return library.byteStreamSplit(reader, count, type, width);
    }
  }
  throw new Error(`its values have the encoding ${encoding ?? 'unknown'}, which is not read for ${type}`);
}

function requireBytes(length: number, bytes: Uint8Array): void {
  if (length > bytes.length) throw new Error(`a page has ${bytes.length} bytes, ${length} expected`);
}

function lengthOf({ type_length: length }: SchemaElement): number {
  if (Number.isInteger(length) && length! > 0) return length!;
  throw new Error(`its values have the length ${length}`);
}

function byteArrays(view: DataView, count: number): Uint8Array[] {
  const values = new Array<Uint8Array>(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const length = at + 4 <= view.byteLength ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    at += 4;
    if (length > view.byteLength - at) throw new Error('a value is longer than its page');
    values[i] = new Uint8Array(view.buffer, view.byteOffset + at, length);
    at += length;
  }
  return values;
}

function fixedLengthArrays(bytes: Uint8Array, length: number, count: number): Uint8Array[] {
  requireBytes(count * length, bytes);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}

function decodeDeltas<T extends Int32Array | BigInt64Array>(
  library: Hyparquet,
  reader: DataReader,
  output: T,
): T {
  checkDeltas(reader, output.length);
  library.deltaBinaryUnpack(reader, output.length, output);
  if (reader.offset > reader.view.byteLength) throw new Error('its deltas end too early');
  return output;
}

/** The header of deltas: values per block, parts per block, values. */
function checkDeltas(reader: DataReader, count: number): void {
  let at = reader.offset;
  const [block, parts, total] = [0, 0, 0].map(() => {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = reader.view.getUint8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('its deltas have a number that is too long');
  }) as [number, number, number];
  const fits = block > 0 && block <= 2 ** 20 && parts > 0 && parts <= 2 ** 12 && block % (8 * parts) === 0;
  if (!fits) throw new Error(`its deltas have blocks of ${block} values in ${parts} parts`);
  if (total < count) throw new Error(`its deltas have ${total} values, ${count} expected`);
}

function decodeDeltaLengths(library: Hyparquet, reader: DataReader, count: number): Uint8Array[] {
  const lengths = decodeDeltas(library, reader, new Int32Array(count));
  return Array.from(lengths, (length) => take(reader, length));
}

/** Each value begins with so many bytes of the one before. */
function decodeDeltaPrefixes(library: Hyparquet, reader: DataReader, count: number): Uint8Array[] {
  const prefixes = decodeDeltas(library, reader, new Int32Array(count));
  const suffixes = decodeDeltas(library, reader, new Int32Array(count));
  const values = new Array<Uint8Array>(count);
  let before: Uint8Array = new Uint8Array(0);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i]!;
    const suffix = take(reader, suffixes[i]!);
    if (prefix < 0 || prefix > before.length) throw new Error('a value repeats more than the one before has');
    total += prefix + suffix.length;
    if (total > MAX_DELTA_BYTES)
      throw new Error(`the values of a page have more than ${MAX_DELTA_BYTES} bytes`);
    if (prefix > 0) {
      const value: Uint8Array = new Uint8Array(prefix + suffix.length);
      value.set(before.subarray(0, prefix));
      value.set(suffix, prefix);
      before = value;
    } else {
      before = suffix;
    }
    values[i] = before;
  }
  return values;
}

function take(reader: DataReader, length: number): Uint8Array {
  const { view, offset } = reader;
  if (length < 0 || length > view.byteLength - offset) throw new Error('a value is longer than its page');
  reader.offset += length;
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

/** An array of numbers, which may be written. */
type Numbers = Uint8Array | Int32Array;

/**
 * Decodes Parquet's hybrid of run-length encoding and bit packing (RLE), which levels and dictionary indices are in.
 * Values of a run beyond those that are wanted are ignored.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 *
 * @param start - Where the runs begin in `bytes`, and `end` where they end at the latest.
 * @param width - Bits per value, 0 to 32.
 * @param output - Filled wholly.
 * @throws {Error} If there are too few values.
 */
export function decodeRleBitPacked(
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  output: Numbers,
): void {
  if (width === 0) {
    output.fill(0);
    return;
  }
  let at = start;
  for (let filled = 0; filled < output.length; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Error('its runs end too early');
      const byte = bytes[at++]!;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const wanted = output.length - filled;
    if (header % 2 === 0) {
      const count = Math.min(header / 2, wanted);
      const length = (width + 7) >> 3;
      if (at + length > end) throw new Error('its runs end too early');
      let value = 0;
      for (let i = 0; i < length; i++) value += bytes[at++]! * 2 ** (8 * i);
      output.fill(value, filled, filled + count);
      filled += count;
    } else {
      const claimed = ((header - 1) / 2) * 8;
      const count = Math.min(claimed, wanted);
      if (at + Math.ceil((count * width) / 8) > end) throw new Error('its packed values end too early');
      unpackBits(bytes, at, width, output, filled, count);
      at += (claimed * width) / 8;
      filled += count;
    }
  }
}

/** Values of `width` bits, the first in the lowest bits. */
function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  output: Numbers,
  from: number,
  count: number,
): void {
  let at = start;
  let held = 0;
  let bits = 0;
  if (width <= 24) {
    const mask = (1 << width) - 1;
    for (let i = 0; i < count; i++) {
      while (bits < width) {
        held |= bytes[at++]! << bits;
        bits += 8;
      }
      output[from + i] = held & mask;
      held >>>= width;
      bits -= width;
    }
    return;
  }
  // Too many bits for the 32 of the operators.
  const size = 2 ** width;
  for (let i = 0; i < count; i++) {
    while (bits < width) {
      held += bytes[at++]! * 2 ** bits;
      bits += 8;
    }
    output[from + i] = held % size;
    held = Math.floor(held / size);
    bits -= width;
  }
}

/**
 * The parts of hyparquet that decode pages, loaded when the first file is read. They trust what they are given, so
 * each is called only after its lengths were checked. They are not its documented surface: its version is pinned.
 */
export interface Hyparquet {
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

export async function loadHyparquet(): Promise<Hyparquet> {
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
