import type { RecordParser } from './record-source.js';

/**
 * Makes a record of a line, or none (undefined).
 *
 * @param text The line without its break.
 * @param line Its number, from 1.
 */
export type TakeLine<T> = (text: string, line: number) => T | undefined;

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
