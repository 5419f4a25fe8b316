import { shown } from '@rnnlab/shared';
import { TokenizerError } from './tokenizer-error.js';

/**
 * The strings of a list.
 *
 * @param what the list, as the sentence names it
 * @throws TokenizerError when it is no list, or holds something else than strings
 */
export function requireStrings(what: string, list: unknown): string[] {
  if (typeof list === 'string' || typeof Object(list)[Symbol.iterator] !== 'function') {
    throw new TokenizerError(`${what} must be a list of strings, received ${shown(list)}.`);
  }
  const strings: unknown[] = [...(list as Iterable<unknown>)];
  const place = strings.findIndex((item) => typeof item !== 'string');
  if (place < 0) return strings as string[];
  throw new TokenizerError(`${what} must hold only strings, received ${shown(strings[place])} at ${place}.`);
}
