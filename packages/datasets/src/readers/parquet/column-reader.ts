import type { PageHeader } from 'hyparquet';
import type { ChunkBytes } from './chunk-bytes.js';
import { decodeDictionary, decodePage, type PageDecoder, valuesOf } from './decode-page.js';
import type { Chunk } from './footer.js';
import { Truncated, thriftEnd } from './thrift.js';
import type { Values } from './values.js';

/** Enough for most headers of pages. */
const USUAL_HEADER = 256;

/**
 * Reads the rows of one chunk page by page. What is in lists and structs comes as nested arrays, which
 * `assembleNested` of the library makes values of.
 */
export class ColumnReader {
  readonly #chunk: Chunk;
  readonly #bytes: ChunkBytes;
  readonly #decoder: PageDecoder;
  #at: number;
  #values = 0;
  #skip: number;
  /** The last row, which the next page may go on with. */
  #open: unknown[] = [];

  /** @param skip Rows at the beginning that are left out; whole pages of them are not even read where possible. */
  constructor(chunk: Chunk, bytes: ChunkBytes, decoder: PageDecoder, skip: number) {
    this.#chunk = chunk;
    this.#bytes = bytes;
    this.#decoder = decoder;
    this.#at = chunk.start;
    this.#skip = skip;
  }

  /** Some more rows, or undefined after the last one. Throws an Error that says what is wrong. */
  async next(): Promise<Values | undefined> {
    for (;;) {
      const rows = await this.#page();
      if (rows === undefined) return undefined;
      const skipped = Math.min(this.#skip, rows.length);
      this.#skip -= skipped;
      if (rows.length > skipped) return skipped === 0 ? rows : slice(rows, skipped, rows.length);
    }
  }

  async #page(): Promise<Values | undefined> {
    const { leaf, values } = this.#chunk;
    if (this.#values >= values) {
      const last = this.#open;
      this.#open = [];
      return last.length === 0 ? undefined : last;
    }
    const { header, end } = await this.#header();
    const size = header.compressed_page_size;
    for (const length of [size, header.uncompressed_page_size]) {
      if (!Number.isInteger(length) || length < 0) throw new Error(`a page has the length ${length}`);
    }
    this.#at = end + size;
    if (header.type === 'INDEX_PAGE') return [];
    if (header.type === 'DICTIONARY_PAGE') {
      decodeDictionary(this.#decoder, header, await this.#body(end, size));
      return [];
    }
    if (header.data_page_header === undefined && header.data_page_header_v2 === undefined) {
      throw new Error('a page has no known type');
    }
    const count = valuesOf(header);
    this.#values += count;
    if (this.#values > values) throw new Error(`its pages have more than its ${values} values`);
    if (leaf.flat && count <= this.#skip) {
      this.#skip -= count;
      return [];
    }
    const page = decodePage(this.#decoder, header, await this.#body(end, size));
    if (!leaf.flat) return this.#assemble(page.definition, page.repetition, page.values, count);
    return page.definition === undefined || page.values.length === count
      ? page.values
      : withNulls(page.values, page.definition);
  }

  async #body(start: number, size: number): Promise<Uint8Array> {
    return (await this.#bytes.from(start, size)).subarray(0, size);
  }

  /** The header of the page at `#at` and where it ends. */
  async #header(): Promise<{ header: PageHeader; end: number }> {
    const rest = this.#chunk.end - this.#at;
    for (let length = Math.min(USUAL_HEADER, rest); ; length = Math.min(length * 4, rest)) {
      if (rest <= 0) throw new Error(`its pages have ${this.#values} values, ${this.#chunk.values} expected`);
      const bytes = await this.#bytes.from(this.#at, length);
      try {
        const end = this.#at + thriftEnd(bytes, 0);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return { header: this.#decoder.library.parquetHeader({ view, offset: 0 }), end };
      } catch (error) {
        if (!(error instanceof Truncated) || bytes.length >= rest) throw error;
        length = Math.max(length, bytes.length);
      }
    }
  }

  /** The rows that are complete; the last one may go on in the next page. */
  #assemble(
    definition: Uint8Array | undefined,
    repetition: Uint8Array | undefined,
    values: Values,
    count: number,
  ): Values {
    if (count === 0) return [];
    const { maxDefinition, schemaPath } = this.#decoder.leaf;
    const before = this.#open;
    const goesOn = repetition !== undefined && repetition[0]! > 0;
    if (goesOn && before.length === 0) throw new Error('its first row begins in the middle');
    const rows = goesOn ? before : [];
    let begun = rows.length;
    if (repetition === undefined) begun += count;
    else for (const level of repetition) if (level === 0) begun++;
    this.#decoder.library.assembleLists(
      rows,
      definition === undefined ? new Array<number>(count).fill(maxDefinition) : Array.from(definition),
      repetition === undefined ? [] : Array.from(repetition),
      Array.isArray(values) ? values : Array.from(values),
      schemaPath,
    );
    if (rows.length !== begun) throw new Error(`a page gives ${rows.length} rows, ${begun} expected`);
    this.#open = repetition === undefined ? [] : rows.splice(-1);
    return goesOn ? rows : [...before, ...rows];
  }
}

function withNulls(values: Values, definition: Uint8Array): Values {
  const rows = new Array<unknown>(definition.length).fill(null);
  let next = 0;
  for (let i = 0; i < rows.length; i++) if (definition[i] === 1) rows[i] = values[next++];
  return rows;
}

/** A part of an array of any kind. */
export function slice(values: Values, start: number, end: number): Values {
  if (start === 0 && end === values.length) return values;
  return Array.isArray(values) ? values.slice(start, end) : (values as Int32Array).subarray(start, end);
}
