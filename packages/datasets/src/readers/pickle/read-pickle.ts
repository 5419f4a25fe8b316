import { byteSource, type Readable } from '../../sources/byte-source.js';
import { gunzip } from '../../sources/gunzip.js';
import { readAll } from '../../sources/read-all.js';
import type { PickleValue } from './pickle-value.js';
import { unpickle } from './unpickle.js';

/** A pickle's bytes stay in memory, as the values are views of them. */
const MOST_BYTES = 2 ** 31;

/**
 * Reads a Python pickle of plain data, gzipped or not, without running anything: protocols 0 to 5 with dict, list,
 * tuple, str, bytes, int, float, bool, None and arrays and numbers of NumPy. Everything else, and so every opcode
 * that could call a function or make an object, is refused.
 *
 * @param readable A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @returns Lists and tuples as arrays, a dict as a Map, bytes and the strings of Python 2 as bytes; NumPy arrays as
 * `{ dtype, shape, data }`. Nothing is copied that need not be.
 * @throws DatasetError if the pickle is damaged or holds anything else: with the opcode, the name it asks for and
 * the byte where it is.
 * @see Python's `pickletools` for the format.
 *
 * @example
 * const meta = await readPickle('batches.meta'); // Map { 'label_names' => [Uint8Array, …], … }
 */
export async function readPickle(readable: Readable): Promise<PickleValue> {
  const source = gunzip(byteSource(readable));
  return unpickle(await readAll(source, MOST_BYTES), source.name);
}
