import type { PageHeader } from 'hyparquet';
import type { Decompress } from './compression.js';
import { decodeRleBitPacked, decodeValues, type Hyparquet } from './encodings.js';
import type { Convert, Values } from './logical-types.js';
import type { Leaf } from './schema.js';

/** A page may hold so many values at most. Writers stop far earlier. */
const MAX_VALUES = 2 ** 24;

/** Everything that decoding the pages of one column chunk takes. */
export interface ColumnDecoder {
  readonly library: Hyparquet;
  readonly leaf: Leaf;
  readonly decompress: Decompress;
  readonly convert: Convert;
  /** The values that the page with the dictionary gave, converted. */
  dictionary: Values | undefined;
}

/** The levels say where values are null or missing, and where lists begin; undefined where none are stored. */
interface DecodedPage {
  readonly count: number;
  readonly definition: Uint8Array | undefined;
  readonly repetition: Uint8Array | undefined;
  /** Without nulls. */
  readonly values: Values;
}

/** The number of values that a page claims to hold, nulls included. */
export function valueCount(header: PageHeader): number {
  const count =
    header.data_page_header?.num_values ??
    header.data_page_header_v2?.num_values ??
    header.dictionary_page_header?.num_values;
  if (Number.isInteger(count) && count! >= 0 && count! <= MAX_VALUES) return count!;
  throw new Error(
    `a page claims to have ${String(count).slice(0, 20)} values, at most ${MAX_VALUES} are read`,
  );
}

/** Decodes a page that holds a dictionary and keeps it. */
export function decodeDictionary(decoder: ColumnDecoder, header: PageHeader, bytes: Uint8Array): void {
  const page = decoder.decompress(bytes, header.uncompressed_page_size);
  const { element } = decoder.leaf;
  const values = decodeValues(decoder.library, page, 'PLAIN', element, valueCount(header));
  decoder.dictionary = decoder.convert(values);
}

/** Decodes a page that holds values. */
export function decodePage(decoder: ColumnDecoder, header: PageHeader, bytes: Uint8Array): DecodedPage {
  const { maxDefinition, maxRepetition, element } = decoder.leaf;
  const count = valueCount(header);
  const second = header.data_page_header_v2;
  const encoding = (second ?? header.data_page_header)?.encoding;
  let repetition: Uint8Array | undefined;
  let definition: Uint8Array | undefined;
  let page: Uint8Array;
  if (second === undefined) {
    page = decoder.decompress(bytes, header.uncompressed_page_size);
    const { repetition_level_encoding, definition_level_encoding } = header.data_page_header!;
    [repetition, page] = readLevels(page, maxRepetition, repetition_level_encoding, count);
    [definition, page] = readLevels(page, maxDefinition, definition_level_encoding, count);
  } else {
    // Levels are not compressed here, and their lengths are in the header.
    const lengths = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
    const [first, last] = lengths as [number, number];
    if (!lengths.every((length) => Number.isInteger(length) && length >= 0) || first + last > bytes.length) {
      throw new Error('the levels of a page are longer than the page');
    }
    repetition = decodeLevels(bytes, 0, first, maxRepetition, count);
    definition = decodeLevels(bytes, first, first + last, maxDefinition, count);
    const rest = bytes.subarray(first + last);
    const length = header.uncompressed_page_size - first - last;
    if (length < 0) throw new Error('the levels of a page are longer than the page');
    // Without values there may be nothing to decompress, not even an empty block.
    page = second.is_compressed === false || rest.length === 0 ? rest : decoder.decompress(rest, length);
  }
  let present = count;
  if (definition !== undefined) {
    present = 0;
    for (const level of definition) if (level === maxDefinition) present++;
  }
  if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    return {
      count,
      definition,
      repetition,
      values: decodeDictionaryIndices(decoder.dictionary, page, present),
    };
  }
  const values = decoder.convert(decodeValues(decoder.library, page, encoding!, element, present));
  return { count, definition, repetition, values };
}

/** The levels that a page begins with, and the rest of the page. */
function readLevels(
  page: Uint8Array,
  max: number,
  encoding: string,
  count: number,
): [Uint8Array | undefined, Uint8Array] {
  if (max === 0) return [undefined, page];
  if (encoding !== 'RLE') throw new Error(`its levels have the encoding ${encoding}, which is not read here`);
  if (page.length < 4) throw new Error('the levels of a page are longer than the page');
  const length = new DataView(page.buffer, page.byteOffset).getUint32(0, true);
  if (length > page.length - 4) throw new Error('the levels of a page are longer than the page');
  return [decodeLevels(page, 4, 4 + length, max, count), page.subarray(4 + length)];
}

function decodeLevels(
  bytes: Uint8Array,
  start: number,
  end: number,
  max: number,
  count: number,
): Uint8Array | undefined {
  if (max === 0) return undefined;
  const decoded = new Uint8Array(count);
  decodeRleBitPacked(bytes, start, end, 32 - Math.clz32(max), decoded);
  for (const level of decoded)
    if (level > max) throw new Error(`a level is ${level}, at most ${max} expected`);
  return decoded;
}

function decodeDictionaryIndices(dictionary: Values | undefined, page: Uint8Array, count: number): Values {
  if (count === 0) return [];
  if (dictionary === undefined) throw new Error('its dictionary is missing');
  const width = page[0];
  if (width === undefined || width > 32) throw new Error(`its indices have ${width} bits`);
  const indices = new Int32Array(count);
  decodeRleBitPacked(page, 1, page.length, width, indices);
  const size = dictionary.length;
  const values = new Array<unknown>(count);
  for (let i = 0; i < count; i++) {
    const index = indices[i]!;
    if (index < 0 || index >= size) throw new Error(`it refers to value ${index} of a dictionary of ${size}`);
    values[i] = dictionary[index];
  }
  return values;
}
