import { checkOptions } from '@rnnlab/shared';
import { fileCard } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { readAll } from '../sources/byte-stream.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import { copySlice, LineParser, recordSource } from './record-source.js';
import { decodeText } from './utf8.js';

/** Options of {@link textLines}. */
export interface TextLinesOptions {
  /** Whether to give lines that are empty or hold nothing but white space. Default: `false`. */
  readonly blank?: boolean;
}

/**
 * Streams the lines of a text file: a block of the file is in memory, never all of it.
 *
 * Line breaks (`\n` or `\r\n`) and a byte-order mark are removed; everything else stays as it is. The text is
 * UTF-8, gzipped or not. A position is a byte of the file, so that reading resumes there; in a gzipped file what
 * comes before has to be decompressed again.
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options.blank - Whether to give blank lines, too. Default: `false`.
 * @throws {DatasetError} While reading if the file is missing, or names the line that is not UTF-8 text.
 *
 * @example
 * for await (const line of textLines('corpus.txt.gz')) console.log(line.length);
 */
export function textLines(readable: Readable, options: TextLinesOptions = {}): DatasetStream<string> {
  checkOptions('textLines', options, ['blank'], DatasetError);
  const { blank = false } = options;
  const file = byteSource(readable);
  const take = (text: string) => (blank || text.trim() !== '' ? copySlice(text, 0, text.length) : undefined);
  const format = {
    name: 'textLines',
    options: blank ? ['blank'] : [],
    parser: async () => new LineParser(take),
  };
  return new DatasetStream(recordSource(gunzip(file), format, file), fileCard(file));
}

/**
 * Reads the whole text of a file, UTF-8, gzipped or not. A byte-order mark is removed; everything else, line breaks
 * included, stays as it is.
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @throws {DatasetError} If the file is missing, is larger than 512 MB (the longest string there can be), or names
 * the line that is not UTF-8 text.
 *
 * @example
 * const shakespeare = await wholeText('input.txt');
 * shakespeare.length; // 1115394
 */
export async function wholeText(readable: Readable): Promise<string> {
  const source = gunzip(byteSource(readable));
  return decodeText(await readAll(source, MAX_STRING_LENGTH), source.name);
}

/** The longest string of V8. */
const MAX_STRING_LENGTH = 2 ** 29 - 24;
