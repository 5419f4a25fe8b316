import { shorten } from './format-error.js';
import { hasLoneSurrogate } from './text/code-points.js';

/** Fills up short sequences; id 0 of every tokenizer made here. */
export const PAD = '[PAD]';
/** Stands for everything outside a vocabulary of characters or words; id 1 there. */
export const UNKNOWN = '[UNK]';

/** Tokens that no text gives by itself. A text that spells one out gets its id, as in Hugging Face tokenizers. */
export interface SpecialTokenOptions {
  /** Put before every text that is encoded, such as `'[START]'` (default: nothing). */
  start?: string;
  /** Put after every text that is encoded, such as `'[END]'` (default: nothing). May be the same as `start`. */
  end?: string;
  /** Further ones, such as `['[MASK]']` (default: none). */
  specialTokens?: readonly string[];
}

export interface SpecialTokens {
  /** All of them; the index is the id. */
  readonly tokens: readonly string[];
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/**
 * The special tokens of some options, in the order of their ids: `own`, start, end, then the others as given.
 *
 * @param own those that the kind of tokenizer always has
 * @throws TypeError when one is not a string
 * @throws RangeError when one is empty, not whole characters, or given twice
 */
export function createSpecialTokens(options: SpecialTokenOptions, own: readonly string[]): SpecialTokens {
  const { start, end, specialTokens = [] } = options;
  if (typeof specialTokens === 'string' || typeof specialTokens[Symbol.iterator] !== 'function') {
    throw new TypeError(
      `Option specialTokens must be an array of strings; received ${typeof specialTokens}.`,
    );
  }
  const named: [option: string, token: unknown][] = [];
  if (start !== undefined) named.push(['start', start]);
  if (end !== undefined && end !== start) named.push(['end', end]);
  for (const [i, token] of [...specialTokens].entries()) named.push([`specialTokens[${i}]`, token]);
  const tokens = [...own];
  for (const [option, token] of named) {
    if (typeof token !== 'string') {
      throw new TypeError(
        `Option ${option} must be a string; received ${token === null ? 'null' : typeof token}.`,
      );
    }
    if (token === '' || hasLoneSurrogate(token)) {
      const received = token === '' ? 'an empty one' : 'half a surrogate pair';
      throw new RangeError(`Option ${option} must be a token of whole characters; received ${received}.`);
    }
    if (tokens.includes(token)) {
      throw new RangeError(`Option ${option} must be a token of its own; received ${shorten(token)} again.`);
    }
    tokens.push(token);
  }
  return { tokens, start, end };
}
