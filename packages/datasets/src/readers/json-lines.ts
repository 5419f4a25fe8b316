import { checkOptions } from '@rnnlab/shared';
import { fileCard } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import type { Json } from '../stream/stream-source.js';
import { LineParser, recordSource } from '../text/record-source.js';

/** Options of {@link jsonLines}. */
export interface JsonLinesOptions<T> {
  /**
   * Checks or changes each value: what it returns is the example, and `undefined` drops it. It refuses a
   * value by throwing, and the error then names the line.
   */
  readonly parse?: (value: Json) => T;
}

/**
 * Streams the values of a JSON Lines file (one JSON value a line; jsonlines.org): a block of
 * the file is in memory, never all of it.
 *
 * Blank lines and a byte-order mark are skipped. The text is UTF-8, gzipped or not. A position is a byte of the
 * file, so that reading resumes there; in a gzipped file what comes before has to be decompressed again.
 *
 * @typeParam T - What you know the values to be; it is not checked unless you give `parse`.
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options.parse - Makes the example of a value. Default: the value itself.
 * @throws {DatasetError} While reading, with the line, for a line that is not JSON or not UTF-8, or that `parse` refuses.
 *
 * @example
 * const reviews = jsonLines<{ text: string; stars: number }>('reviews.jsonl');
 * for await (const { text, stars } of reviews) console.log(stars, text);
 */
export function jsonLines<T = Json>(readable: Readable, options: JsonLinesOptions<T> = {}): DatasetStream<T> {
  checkOptions('jsonLines', options, ['parse'], DatasetError);
  const file = byteSource(readable);
  const take = takeJson(file.name, options.parse);
  const format = {
    name: 'jsonLines',
    options: options.parse === undefined ? [] : ['parse'],
    parser: async () => new LineParser(take),
  };
  return new DatasetStream(recordSource(gunzip(file), format, file), fileCard(file));
}

function takeJson<T>(file: string, parse: ((value: Json) => T) | undefined) {
  return (text: string, line: number): T | undefined => {
    if (text.trim() === '') return undefined;
    let value: Json;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new DatasetError(
        `${file} has ${shorten(text)} in line ${line}: expected one JSON value (${reasonOf(cause)}).`,
        { cause },
      );
    }
    if (parse === undefined) return value as T;
    try {
      return parse(value);
    } catch (cause) {
      throw new DatasetError(
        `${file} has ${shorten(text)} in line ${line}, which \`parse\` refuses (${reasonOf(cause)}): expected a value it takes.`,
        { cause },
      );
    }
  };
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** Engines quote the text in their message, which is there already. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/, (?:\.\.\.)?".*|\.$/s, '').slice(0, 100);
}
