import type { PageHeader } from 'hyparquet';
import type { ByteSource } from '../../sources/byte-source.js';
import { concatBytes } from '../../sources/byte-stream.js';
import { type ColumnChunk, type Footer, readExactly } from './footer.js';
import type { Values } from './logical-types.js';
import { type ColumnDecoder, decodeDictionary, decodePage, valueCount } from './page.js';
import { TruncatedError, thriftEnd } from './thrift.js';

/** Enough for most headers of pages. */
const FIRST_HEADER_BYTES = 256;

/**
 * Reads the rows of one chunk page by page. What is in lists and structs comes as nested arrays, which
 * `assembleNested` of the library makes values of.
 */
export class ColumnReader {
  readonly #chunk: ColumnChunk;
  readonly #bytes: ChunkBytes;
  readonly #decoder: ColumnDecoder;
  #at: number;
  #values = 0;
  #skip: number;
  /** The last row, which the next page may continue. */
  #open: unknown[] = [];

  /** @param skip - Rows to skip at the beginning; whole pages of them are not even read where possible. */
  constructor(chunk: ColumnChunk, bytes: ChunkBytes, decoder: ColumnDecoder, skip: number) {
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
    const count = valueCount(header);
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
    for (let length = Math.min(FIRST_HEADER_BYTES, rest); ; length = Math.min(length * 4, rest)) {
      if (rest <= 0) throw new Error(`its pages have ${this.#values} values, ${this.#chunk.values} expected`);
      const bytes = await this.#bytes.from(this.#at, length);
      try {
        const end = this.#at + thriftEnd(bytes, 0);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return { header: this.#decoder.library.parquetHeader({ view, offset: 0 }), end };
      } catch (error) {
        if (!(error instanceof TruncatedError) || bytes.length >= rest) throw error;
        length = Math.max(length, bytes.length);
      }
    }
  }

  /** The rows that are complete; the last one may continue in the next page. */
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

/** The most bytes of the chosen columns of a row group in memory at once, about. */
const MAX_BYTES_IN_MEMORY = 2 ** 26;
/** Bytes per read, within these bounds. */
const MIN_READ_BYTES = 2 ** 18;
const MAX_READ_BYTES = 2 ** 23;
/** Bytes between two chunks up to which they are read with them rather than in two requests. Some writers leave gaps between chunks. */
const MAX_GAP_BYTES = 2 ** 12;

/** Neighboring chunks that are read at once. */
interface SharedRead {
  readonly start: number;
  end: number;
  bytes?: Promise<Uint8Array>;
}

/**
 * Plans the reads of the chosen column chunks of one row group: small neighbors together, large ones part by part.
 * No byte of another column is read, except for small gaps.
 */
export function chunkReaders(
  source: ByteSource,
  tail: Footer['tail'],
  chunks: readonly ColumnChunk[],
): Map<ColumnChunk, ChunkBytes> {
  const window = Math.min(
    MAX_READ_BYTES,
    Math.max(MIN_READ_BYTES, Math.ceil(MAX_BYTES_IN_MEMORY / Math.max(1, chunks.length))),
  );
  const read = async (start: number, end: number) => {
    if (start < tail.start) return readExactly(source, start, end);
    return tail.bytes.subarray(start - tail.start, end - tail.start);
  };
  const readers = new Map<ColumnChunk, ChunkBytes>();
  let run: SharedRead | undefined;
  for (const chunk of [...chunks].sort((a, b) => a.start - b.start)) {
    const near = run !== undefined && chunk.start >= run.start && chunk.start - run.end <= MAX_GAP_BYTES;
    if (run !== undefined && near && chunk.end - run.start <= window) run.end = Math.max(run.end, chunk.end);
    else run = { start: chunk.start, end: chunk.end };
    const shared: SharedRead = run;
    const first = () => {
      shared.bytes ??= read(shared.start, Math.min(shared.end, shared.start + window));
      return shared.bytes;
    };
    readers.set(chunk, new ChunkBytes(read, first, shared.start, chunk.end, window));
  }
  return readers;
}

/** The bytes of one chunk, from its beginning to its end. */
class ChunkBytes {
  readonly #read: (start: number, end: number) => Promise<Uint8Array>;
  readonly #end: number;
  readonly #window: number;
  #first: (() => Promise<Uint8Array>) | undefined;
  #start: number;
  #held: Uint8Array = new Uint8Array(0);

  /** @param first - The first bytes from `start`, which may be before the chunk: it shares them with others. */
  constructor(
    read: (start: number, end: number) => Promise<Uint8Array>,
    first: () => Promise<Uint8Array>,
    start: number,
    end: number,
    window: number,
  ) {
    this.#read = read;
    this.#first = first;
    this.#start = start;
    this.#end = end;
    this.#window = window;
  }

  /**
   * The bytes in memory from `start`, at least `length`. `start` may only grow from call to call.
   *
   * @throws {Error} If the chunk ends before.
   */
  async from(start: number, length: number): Promise<Uint8Array> {
    if (start + length > this.#end) throw new Error('a page is longer than its column');
    if (this.#first !== undefined) {
      const first = this.#first;
      this.#first = undefined;
      this.#held = await first();
    }
    const heldEnd = this.#start + this.#held.length;
    if (start + length > heldEnd) {
      // What is left of the page that the last read ended in is kept.
      const left = start < heldEnd ? this.#held.subarray(start - this.#start) : this.#held.subarray(0, 0);
      const from = Math.max(start, heldEnd);
      const more = await this.#read(from, Math.min(this.#end, Math.max(start + length, from + this.#window)));
      this.#held = left.length === 0 ? more : concatBytes([left, more]);
      this.#start = start;
    }
    return this.#held.subarray(start - this.#start, this.#end - this.#start);
  }
}
