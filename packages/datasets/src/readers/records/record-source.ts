import { DatasetError } from '../../error.js';
import type { ByteSource } from '../../sources/byte-source.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../../stream/dataset-stream.js';
import { countIn, readPosition } from '../../stream/position.js';
import { TextBlocks } from './text-blocks.js';

/** Where records begin in a text. */
export interface RecordStart {
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
   * @param last Whether nothing comes after `text`.
   * @returns How many characters were used: the rest comes again, with more behind it.
   */
  parse(text: string, last: boolean, records: T[]): number;
}

/** A format of text files whose records come one after the other. */
export interface RecordFormat<T> {
  /** What positions are called. */
  readonly name: string;
  /** A parser for the records from `start` on. It may read what it needs to know from the start of the source. */
  parser(source: ByteSource, start: RecordStart): Promise<RecordParser<T>>;
}

/** Characters of one record; an unclosed quote must not bring a whole file into memory. */
const LONGEST = 64 * 2 ** 20;
const BEGINNING: RecordStart = { offset: 0, records: 0, line: 1 };
const FIELDS = ['offset', 'records', 'line', 'skip'] as const;
const BYTE_ORDER_MARK = '\uFEFF';
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Reads the records of a text as they come, holding a block of it at a time.
 *
 * A position is the byte at which some record begins and how many records of those that follow were given;
 * resuming reads on from that byte.
 */
export function recordSource<T>(source: ByteSource, format: RecordFormat<T>): StreamSource<T> {
  return {
    open(position) {
      const fields = readPosition(format.name, position, FIELDS);
      if (fields === undefined) return new RecordCursor(source, format, BEGINNING, 0);
      const count = (name: (typeof FIELDS)[number]) => countIn(format.name, name, fields[name]);
      const start = { offset: count('offset'), records: count('records'), line: count('line') };
      return new RecordCursor(source, format, start, count('skip'));
    },
  };
}

class RecordCursor<T> implements StreamCursor<T> {
  readonly #source: ByteSource;
  readonly #format: RecordFormat<T>;
  /** Records that were read together, the start of them, and the start of what comes after. */
  #batch: readonly T[] = [];
  #start: RecordStart;
  #after: RecordStart;
  /** How many of the batch were given. */
  #given = 0;
  /** Records to pass over, from the start of the batch that is read next. */
  #skip: number;
  #reader: { readonly blocks: TextBlocks; readonly parser: RecordParser<T> } | undefined;
  /** Text that was read and is not yet parsed, and the position of its end. */
  #carry = '';
  #end: number;
  #finished = false;
  #closed = false;
  #error: unknown;

  constructor(source: ByteSource, format: RecordFormat<T>, start: RecordStart, skip: number) {
    this.#source = source;
    this.#format = format;
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
    return { at: this.#format.name, offset, records, line, skip: consumed ? this.#skip : this.#given };
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
      this.#error = error ?? new DatasetError(`${this.#source.name} cannot be read.`);
    }
    const passed = Math.min(this.#skip, batch.length);
    this.#skip -= passed;
    this.#batch = batch;
    this.#given = passed;
    this.#start = start;
    if (this.#finished && !this.#closed && this.#skip > 0 && this.#error === undefined) {
      this.#error = new DatasetError(
        `${this.#source.name} ends before the position to go on from: expected the same file as when it was stored.`,
      );
    }
  }

  async #parse(batch: T[]): Promise<void> {
    if (this.#reader === undefined) {
      const parser = await this.#format.parser(this.#source, this.#after);
      parser.line = this.#after.line;
      this.#reader = { blocks: new TextBlocks(this.#source, this.#after.offset), parser };
    }
    const { parser } = this.#reader;
    const { records } = this.#after;
    while (batch.length === 0 && !this.#finished) {
      const text = await this.#read();
      const last = this.#finished;
      const used = parser.parse(text, last, batch);
      this.#carry = text.slice(used);
      const offset = last ? this.#end : this.#end - utf8Length(this.#carry);
      this.#after = { offset, records: records + batch.length, line: parser.line };
    }
  }

  /** The text that is not yet parsed, with at least as much again: a record that grows is then read in linear time. */
  async #read(): Promise<string> {
    const { blocks, parser } = this.#reader!;
    const parts = [this.#carry];
    const wanted = Math.max(1, this.#carry.length);
    const line = () => parser.line + parts.reduce((sum, part) => sum + part.split('\n').length - 1, 0);
    for (let added = 0; added < wanted; ) {
      if (this.#carry.length + added > LONGEST) {
        throw new DatasetError(
          `${this.#source.name} has a record of more than ${LONGEST} characters in line ${parser.line}: expected it to end before.`,
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
