import { fileCard } from '../card.js';
import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { hasGzipMagic } from '../sources/gzip.js';
import {
  fingerprint,
  type Json,
  readCount,
  readPosition,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from '../stream/stream-source.js';
import { DecodedBlocks } from './utf8.js';

/** The start of some records in a text. */
interface RecordStart {
  /** Bytes before them. */
  readonly offset: number;
  /** Records before them. */
  readonly records: number;
  /** Their line, from 1. */
  readonly line: number;
}

/** Takes records from a text that comes in parts. */
export interface RecordParser<T> {
  /** The line in which the next record begins, from 1. */
  line: number;
  /**
   * Appends the records that end in `text` to `records`, also when it then throws.
   *
   * @param last - Whether nothing comes after `text`.
   * @returns How many characters were used: the rest comes again, with more behind it.
   */
  parse(text: string, last: boolean, records: T[]): number;
}

/** A format of text files whose records come one after the other. */
export interface RecordFormat<T> {
  /** The name of positions. */
  readonly name: string;
  /** The options that change which records there are, as `'header false'`: a position of others is refused. */
  readonly options?: readonly string[];
  /** A parser for the records from `start` on. It may read what it needs to know from the start of the source. */
  parser(source: ByteSource, start: RecordStart): Promise<RecordParser<T>>;
}

/** Characters of one record; an unclosed quote must not bring a whole file into memory. */
const MAX_RECORD_CHARACTERS = 64 * 2 ** 20;
/** Bytes of text that are read after a fault, to see whether the gzip file is damaged. */
const MAX_CHECKED_BYTES = 256 * 2 ** 20;
const BEGINNING: RecordStart = { offset: 0, records: 0, line: 1 };
const FIELDS = ['offset', 'records', 'line', 'skip'] as const;
const BYTE_ORDER_MARK = '\uFEFF';
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Reads the records of a text as they come, holding a block of it at a time.
 *
 * A position is the byte at which some record begins and how many records of those that follow were given;
 * resuming reads on from that byte. It is refused for a file of another name or size, and for other options.
 *
 * @param file - What `source` is decompressed from: its size, unlike that of `source`, is known without reading it.
 */
export function recordSource<T>(
  source: ByteSource,
  format: RecordFormat<T>,
  file: ByteSource = source,
): StreamSource<T> {
  const input = { source, format, file, at: positionName(format, file) };
  return {
    open(position) {
      const fields = readPosition(input.at, position, FIELDS);
      if (fields === undefined) return new RecordCursor(input, BEGINNING, 0);
      const count = (name: (typeof FIELDS)[number]) => readCount(input.at, name, fields[name]);
      const start = { offset: count('offset'), records: count('records'), line: count('line') };
      const { bytes } = position as { readonly bytes?: Json };
      const known = bytes === undefined ? undefined : readCount(input.at, 'bytes', bytes);
      return new RecordCursor(input, start, count('skip'), known);
    },
  };
}

/** Without the folder, which may differ where a run resumes. Long options are cut, with a hash of the whole. */
function positionName<T>({ name, options = [] }: RecordFormat<T>, file: ByteSource): string {
  const text = [fileCard(file).name, ...options].join(', ');
  const short = text.length <= 200 ? text : `${text.slice(0, 190)}… ${fingerprint('', text)}`;
  return `${name}(${short})`;
}

interface RecordInput<T> {
  readonly source: ByteSource;
  readonly format: RecordFormat<T>;
  readonly file: ByteSource;
  /** The name of positions. */
  readonly at: string;
}

class RecordCursor<T> implements StreamCursor<T> {
  readonly #source: ByteSource;
  readonly #input: RecordInput<T>;
  /** Bytes of the file, where they are known: what a position is compared with. */
  #bytes: number | undefined;
  #measured = false;
  /** Records that were read together, the start of them, and the start of what comes after. */
  #batch: readonly T[] = [];
  #start: RecordStart;
  #after: RecordStart;
  /** How many of the batch were given. */
  #given = 0;
  /** Records to skip, from the start of the batch that is read next. */
  #skip: number;
  #reader: { readonly blocks: DecodedBlocks; readonly parser: RecordParser<T> } | undefined;
  /** Text that was read and is not yet parsed, and the position of its end. */
  #carry = '';
  #end: number;
  #finished = false;
  #closed = false;
  #error: unknown;

  constructor(input: RecordInput<T>, start: RecordStart, skip: number, bytes?: number) {
    this.#source = input.source;
    this.#input = input;
    this.#bytes = bytes;
    this.#start = start;
    this.#after = start;
    this.#end = start.offset;
    this.#skip = skip;
  }

  nextNow(): IteratorResult<T, undefined> | undefined {
    if (this.#given < this.#batch.length) return { done: false, value: this.#batch[this.#given++] as T };
    if (this.#error !== undefined) throw this.#error;
    return this.#finished ? DONE : undefined;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const now = this.nextNow();
      if (now !== undefined) return now;
      await this.#load();
    }
  }

  position(): StreamPosition {
    const consumed = this.#given === this.#batch.length && this.#error === undefined;
    const { offset, records, line } = consumed ? this.#after : this.#start;
    const skip = consumed ? this.#skip : this.#given;
    const bytes = this.#bytes;
    return { at: this.#input.at, ...(bytes !== undefined && { bytes }), offset, records, line, skip };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#finished = true;
    await this.#reader?.blocks.close();
  }

  /** Reads the next batch of records, those before a fault included. */
  async #load(): Promise<void> {
    const batch: T[] = [];
    const start = this.#after;
    try {
      await this.#parse(batch);
    } catch (error) {
      const found = error ?? new DatasetError(`${this.#source.name} cannot be read.`);
      this.#error = (await this.#damage(found)) ?? found;
    }
    const skipped = Math.min(this.#skip, batch.length);
    this.#skip -= skipped;
    this.#batch = batch;
    this.#given = skipped;
    this.#start = start;
    if (this.#finished && !this.#closed && this.#skip > 0 && this.#error === undefined) {
      this.#error = new DatasetError(
        `${this.#source.name} ends before the position to resume from: expected the same file as when it was stored.`,
      );
    }
  }

  async #parse(batch: T[]): Promise<void> {
    if (this.#reader === undefined) {
      await this.#requireSameFile();
      const parser = await this.#input.format.parser(this.#source, this.#after);
      parser.line = this.#after.line;
      this.#reader = { blocks: new DecodedBlocks(this.#source, this.#after.offset), parser };
    }
    const { parser } = this.#reader;
    const { records } = this.#after;
    while (batch.length === 0 && !this.#finished) {
      const text = await this.#read();
      // Not before: the size of an address comes with its first bytes.
      if (!this.#measured) this.#bytes ??= await this.#size();
      this.#measured = true;
      const last = this.#finished;
      const used = parser.parse(text, last, batch);
      this.#carry = text.slice(used);
      const offset = last ? this.#end : this.#end - utf8Length(this.#carry);
      this.#after = { offset, records: records + batch.length, line: parser.line };
    }
  }

  /**
   * The error of a damaged gzip file, whose checksum comes last: what is wrong in its text is then no fault of its
   * author.
   */
  async #damage(found: unknown): Promise<DatasetError | undefined> {
    if (!(found instanceof DatasetError) || this.#closed) return undefined;
    // What has no size may be a pipe, which cannot be opened again.
    if ((this.#bytes ?? (await this.#size())) === undefined) return undefined;
    try {
      if (!hasGzipMagic(await this.#input.file.read(0, 3))) return undefined;
      await this.#reader?.blocks.discard(MAX_CHECKED_BYTES);
    } catch (error) {
      if (error instanceof DatasetError && /gzip data/.test(error.message)) return error;
    }
    return undefined;
  }

  /** Undefined where it is unknown, or known only as 0, as of a pipe. */
  async #size(): Promise<number | undefined> {
    const size = await this.#input.file.size().catch(() => 0);
    return size === 0 ? undefined : size;
  }

  async #requireSameFile(): Promise<void> {
    if (this.#bytes === undefined) return;
    const size = await this.#size();
    if (size === undefined || size === this.#bytes) return;
    throw new DatasetError(
      `This position is of another file: expected one of ${this.#source.name} with ${size} bytes, received one with ${this.#bytes}.`,
    );
  }

  /** The text that is not yet parsed, with at least as much again: a record that grows is then read in linear time. */
  async #read(): Promise<string> {
    const { blocks, parser } = this.#reader!;
    const parts = [this.#carry];
    const wanted = Math.max(1, this.#carry.length);
    const line = () => parser.line + parts.reduce((sum, part) => sum + part.split('\n').length - 1, 0);
    for (let added = 0; added < wanted; ) {
      if (this.#carry.length + added > MAX_RECORD_CHARACTERS) {
        throw new DatasetError(
          `${this.#source.name} has a record of more than ${MAX_RECORD_CHARACTERS} characters in line ${parser.line}: expected it to end before.`,
        );
      }
      const block = await blocks.next(line);
      if (block === undefined) {
        this.#finished = true;
        break;
      }
      const atBeginning = this.#end === 0 && block.text.startsWith(BYTE_ORDER_MARK);
      parts.push(atBeginning ? block.text.slice(1) : block.text);
      added += block.text.length;
      this.#end += block.bytes;
    }
    return parts.length === 2 ? parts[0]! + parts[1]! : parts.join('');
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * Makes a record of a line, or none (undefined).
 *
 * @param text - The line without its break.
 * @param line - Its number, from 1.
 */
type TakeLine<T> = (text: string, line: number) => T | undefined;

/** Lines that end in `\n` or `\r\n`, the last one perhaps in nothing. */
export class LineParser<T> implements RecordParser<T> {
  line = 1;
  readonly #take: TakeLine<T>;

  constructor(take: TakeLine<T>) {
    this.#take = take;
  }

  parse(text: string, last: boolean, records: T[]): number {
    for (let start = 0; ; ) {
      const lineFeed = text.indexOf('\n', start);
      if (lineFeed < 0 && (!last || start === text.length)) return start;
      const end = lineFeed < 0 ? text.length : lineFeed;
      const hasReturn = end > start && text.charCodeAt(end - 1) === 13;
      const record = this.#take(text.slice(start, hasReturn ? end - 1 : end), this.line);
      this.line++;
      start = end + 1;
      if (record !== undefined) records.push(record);
      if (lineFeed < 0) return text.length;
    }
  }
}

/** V8 copies shorter strings anyway. */
const SHORTEST_SLICE = 13;

/**
 * `text.slice(start, end)` as a string of its own: a mere slice would keep the whole block of text in memory for
 * as long as one of its lines or cells is kept.
 */
export function copySlice(text: string, start: number, end: number): string {
  return end - start < SHORTEST_SLICE ? text.slice(start, end) : ` ${text.slice(start, end)}`.slice(1);
}
