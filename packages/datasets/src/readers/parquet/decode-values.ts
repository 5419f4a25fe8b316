import type { DataReader, Encoding, SchemaElement } from 'hyparquet';
import type { Library } from './library.js';
import { decodeRuns } from './runs.js';
import type { Values } from './values.js';

/** What the values of one page, a few bytes each, may become at most by repeating beginnings. */
const MOST_BYTES = 2 ** 28;

const WIDTHS: Readonly<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };

/**
 * Decodes the values of a page, except those that are indices of a dictionary.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 *
 * @param bytes The decompressed page from the first byte of its values.
 * @param count How many values there are, without nulls.
 * @throws Error if there are fewer, or the encoding is not known for the type.
 */
export function decodeValues(
  library: Library,
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
      if (type === 'FIXED_LEN_BYTE_ARRAY') return fixed(bytes, lengthOf(element), count);
      require(type === 'BOOLEAN' ? Math.ceil(count / 8) : count * WIDTHS[type]!, bytes);
      return library.readPlain(reader, type, count, undefined);
    case 'RLE': {
      if (type !== 'BOOLEAN') break;
      require(4, bytes);
      const bits = new Uint8Array(count);
      decodeRuns(bytes, 4, bytes.length, 1, bits);
      return Array.from(bits, (bit) => bit === 1);
    }
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') return deltas(library, reader, new Int32Array(count));
      if (type === 'INT64') return deltas(library, reader, new BigInt64Array(count));
      break;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      if (type === 'BYTE_ARRAY') return afterLengths(library, reader, count);
      break;
    case 'DELTA_BYTE_ARRAY':
      if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY')
        return afterPrefixes(library, reader, count);
      break;
    case 'BYTE_STREAM_SPLIT': {
      const width = type === 'FIXED_LEN_BYTE_ARRAY' ? lengthOf(element) : WIDTHS[type];
      if (width === undefined || type === 'INT96') break;
      require(count * width, bytes);
      return library.byteStreamSplit(reader, count, type, width);
    }
  }
  throw new Error(`its values have the encoding ${encoding ?? 'unknown'}, which is not read for ${type}`);
}

function require(length: number, bytes: Uint8Array): void {
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

function fixed(bytes: Uint8Array, length: number, count: number): Uint8Array[] {
  require(count * length, bytes);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}

function deltas<T extends Int32Array | BigInt64Array>(library: Library, reader: DataReader, output: T): T {
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

function afterLengths(library: Library, reader: DataReader, count: number): Uint8Array[] {
  const lengths = deltas(library, reader, new Int32Array(count));
  return Array.from(lengths, (length) => take(reader, length));
}

/** Each value begins with so many bytes of the one before. */
function afterPrefixes(library: Library, reader: DataReader, count: number): Uint8Array[] {
  const prefixes = deltas(library, reader, new Int32Array(count));
  const suffixes = deltas(library, reader, new Int32Array(count));
  const values = new Array<Uint8Array>(count);
  let before: Uint8Array = new Uint8Array(0);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i]!;
    const suffix = take(reader, suffixes[i]!);
    if (prefix < 0 || prefix > before.length) throw new Error('a value repeats more than the one before has');
    total += prefix + suffix.length;
    if (total > MOST_BYTES) throw new Error(`the values of a page have more than ${MOST_BYTES} bytes`);
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
