import { byteSource, type Readable } from '../sources/byte-source.js';
import { gunzip } from '../sources/gunzip.js';
import { readAll } from '../sources/read-all.js';
import { decodeText } from './decode-text.js';

/**
 * The whole text of a file, UTF-8, gzipped or not. A byte-order mark is removed; everything else, line breaks
 * included, stays as it is.
 *
 * @param readable A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @throws DatasetError if the file is missing, is larger than 512 MB (the longest string there can be), or names
 * the line that is not UTF-8 text.
 *
 * @example
 * const shakespeare = await wholeText('input.txt');
 * shakespeare.length; // 1115394
 */
export async function wholeText(readable: Readable): Promise<string> {
  const source = gunzip(byteSource(readable));
  return decodeText(await readAll(source, LONGEST), source.name);
}

/** Of one string in V8. */
const LONGEST = 2 ** 29 - 24;
