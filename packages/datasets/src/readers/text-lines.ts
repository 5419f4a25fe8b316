import { checkOptions } from '@rnnlab/shared';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { byteSource, type Readable } from '../sources/byte-source.js';
import { gunzip } from '../sources/gunzip.js';
import { fileCard } from './file-card.js';
import { copySlice } from './records/copy-slice.js';
import { LineParser } from './records/line-parser.js';
import { recordSource } from './records/record-source.js';

export interface TextLinesOptions {
  /** Whether to give lines that are empty or hold nothing but white space. Default `false`. */
  readonly blank?: boolean;
}

/**
 * The lines of a text file, read as they are asked for: a block of the file is in memory, never all of it.
 *
 * Line breaks (`\n` or `\r\n`) and a byte-order mark are removed; everything else stays as it is. The text is
 * UTF-8, gzipped or not. A position is a byte of the file, so that reading goes on there; in a gzipped file what
 * comes before has to be decompressed again.
 *
 * @param readable A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options.blank Whether to give blank lines, too. Default `false`.
 * @throws DatasetError while reading if the file is missing, or names the line that is not UTF-8 text.
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
