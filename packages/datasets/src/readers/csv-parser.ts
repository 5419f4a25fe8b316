import { shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { copySlice, type RecordParser } from '../text/record-source.js';

/**
 * Makes a record of a row, or none (undefined).
 *
 * @param cells - Of which the first `count` are the row; the array is used again for the next one.
 * @param line - The line in which the row begins.
 */
export type TakeRow<T> = (cells: readonly string[], count: number, line: number) => T | undefined;

export interface CsvSyntax {
  /** Named in errors. */
  readonly file: string;
  /** One character. */
  readonly delimiter: string;
  /** One character; `null` if quotes mean nothing. */
  readonly quote: string | null;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Rows of RFC 4180: cells between delimiters, in quotes where they hold a delimiter, a quote or a line break. */
export class CsvParser<T> implements RecordParser<T> {
  line = 1;
  readonly #file: string;
  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #quote: string;
  readonly #quoteCode: number;
  readonly #take: TakeRow<T>;
  readonly #cells: string[] = [];

  #text = '';
  #last = false;
  /** Where the next cell begins, and whether the cell before was the last of its row. */
  #at = 0;
  #rowEnded = false;
  /** Where the next of each is; beyond the text if there is none. No part of the text is searched twice for it. */
  #lineFeed = 0;
  #nextDelimiter = 0;

  constructor(syntax: CsvSyntax, take: TakeRow<T>) {
    this.#file = syntax.file;
    this.#delimiter = syntax.delimiter;
    this.#delimiterCode = syntax.delimiter.charCodeAt(0);
    this.#quote = syntax.quote ?? '';
    this.#quoteCode = syntax.quote === null ? -1 : syntax.quote.charCodeAt(0);
    this.#take = take;
  }

  parse(text: string, last: boolean, records: T[]): number {
    this.#text = text;
    this.#last = last;
    this.#at = 0;
    this.#lineFeed = find(text, '\n', 0);
    this.#nextDelimiter = -1;
    for (;;) {
      const start = this.#at;
      const { line } = this;
      if (start >= text.length) return text.length;
      if (this.#isBlank(start)) {
        this.#endRow(this.#lineFeed + 1);
        continue;
      }
      const count = this.#row();
      if (count === 0) {
        this.line = line;
        return start;
      }
      const record = this.#take(this.#cells, count, line);
      if (record !== undefined) records.push(record);
    }
  }

  #isBlank(start: number): boolean {
    return (
      this.#lineFeed === start ||
      (this.#text.charCodeAt(start) === CARRIAGE_RETURN &&
        (this.#lineFeed === start + 1 || (this.#last && start + 1 === this.#text.length)))
    );
  }

  /** Reads the cells of a row and gives their number, or 0 if the row continues after the text. */
  #row(): number {
    const text = this.#text;
    const cells = this.#cells;
    const quoteCode = this.#quoteCode;
    let count = 0;
    this.#rowEnded = false;
    while (!this.#rowEnded) {
      const start = this.#at;
      if (text.charCodeAt(start) === quoteCode) {
        const cell = this.#quotedCell(count);
        if (cell === undefined) return 0;
        cells[count++] = cell;
        continue;
      }
      count = this.#plainCells(start, count);
      if (count === 0) return 0;
    }
    return count;
  }

  /**
   * Reads cells that are not in quotes, up to one that is or the end of the row. Most files are nothing else, so here
   * the state is in local variables.
   *
   * @returns The number of cells of the row so far, or 0 if it continues after the text.
   */
  #plainCells(at: number, before: number): number {
    const text = this.#text;
    const cells = this.#cells;
    const quoteCode = this.#quoteCode;
    const delimiter = this.#delimiter;
    const lineFeed = this.#lineFeed;
    let nextDelimiter = this.#nextDelimiter;
    let start = at;
    let count = before;
    for (;;) {
      if (nextDelimiter < start) nextDelimiter = find(text, delimiter, start);
      if (nextDelimiter >= lineFeed) break;
      cells[count++] = copySlice(text, start, nextDelimiter);
      start = nextDelimiter + 1;
      if (text.charCodeAt(start) === quoteCode) {
        this.#at = start;
        this.#nextDelimiter = nextDelimiter;
        return count;
      }
    }
    this.#nextDelimiter = nextDelimiter;
    if (lineFeed >= text.length && !this.#last) return 0;
    const end = Math.min(lineFeed, text.length);
    this.#endRow(end + 1);
    const hasReturn = end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN;
    cells[count++] = copySlice(text, start, hasReturn ? end - 1 : end);
    return count;
  }

  /** Undefined if the cell continues after the text. */
  #quotedCell(column: number): string | undefined {
    const text = this.#text;
    let start = this.#at + 1;
    let close = text.indexOf(this.#quote, start);
    // With a character in front that is cut off again: see copySlice.
    let beginning = '';
    while (close >= 0 && text.charCodeAt(close + 1) === this.#quoteCode) {
      beginning += (beginning === '' ? ' ' : '') + text.slice(start, close + 1);
      start = close + 2;
      close = text.indexOf(this.#quote, start);
    }
    if (close < 0 && this.#last) throw this.#unclosed(column);
    // What follows the quote, perhaps a second one, may not be there yet.
    if (close < 0 || (close + 2 >= text.length && !this.#last)) return undefined;
    for (; this.#lineFeed < close; this.#lineFeed = find(text, '\n', this.#lineFeed + 1)) this.line++;

    const next = text.charCodeAt(close + 1);
    if (next === this.#delimiterCode) this.#at = close + 2;
    else if (next === LINE_FEED || close + 1 === text.length) this.#endRow(close + 2);
    else if (next === CARRIAGE_RETURN && this.#lineFeed === close + 2) this.#endRow(close + 3);
    else if (next === CARRIAGE_RETURN && close + 2 === text.length) this.#endRow(close + 2);
    else throw this.#notSeparated(close, column);
    return beginning === '' ? copySlice(text, start, close) : (beginning + text.slice(start, close)).slice(1);
  }

  /** @param at - Where the next row begins. */
  #endRow(at: number): void {
    this.line++;
    this.#rowEnded = true;
    this.#at = at;
    this.#lineFeed = find(this.#text, '\n', at);
  }

  #unclosed(column: number): DatasetError {
    return new DatasetError(
      `${this.#file} has a quote in line ${this.line}, column ${column + 1}, that is never closed: expected ${this.#quote} after the cell.`,
    );
  }

  #notSeparated(close: number, column: number): DatasetError {
    const found = shown(this.#text.slice(close + 1, close + 16));
    return new DatasetError(
      `${this.#file} has ${found} after the closing quote in line ${this.line}, column ${column + 1}: expected ${shown(this.#delimiter)} or a line break (a quote within quotes is written twice).`,
    );
  }
}

function find(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length + 1 : at;
}
