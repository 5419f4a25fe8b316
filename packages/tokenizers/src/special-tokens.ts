import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import { hasLoneSurrogate } from './text/unicode.js';

/** Fills up short sequences; id 0 of every tokenizer made here. */
export const PAD = '[PAD]';
/** Stands for everything outside a vocabulary of characters or words; id 1 there. */
export const UNKNOWN = '[UNK]';

/** Tokens that no text gives by itself. A text that spells one out gets its id, as in Hugging Face tokenizers. */
export interface SpecialTokenOptions {
  /** Put before every text that is encoded, such as `'[START]'` (default: nothing). */
  start?: string | undefined;
  /** Put after every text that is encoded, such as `'[END]'` (default: nothing). May be the same as `start`. */
  end?: string | undefined;
  /** Further ones, such as `['[MASK]']` (default: none). */
  specialTokens?: readonly string[] | undefined;
}

export const SPECIAL_OPTIONS = ['start', 'end', 'specialTokens'] as const;

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
 * @throws TokenizerError when one is not a string
 * @throws TokenizerError when one is empty, not whole characters, or given twice
 */
export function createSpecialTokens(options: SpecialTokenOptions, own: readonly string[]): SpecialTokens {
  const { start, end, specialTokens = [] } = options;
  if (typeof specialTokens === 'string' || typeof Object(specialTokens)[Symbol.iterator] !== 'function') {
    throw new TokenizerError(
      `Option specialTokens must be an array of strings, received ${shown(specialTokens)}.`,
    );
  }
  const named: [option: string, token: unknown][] = [];
  if (start !== undefined) named.push(['start', start]);
  if (end !== undefined && end !== start) named.push(['end', end]);
  for (const [i, token] of [...specialTokens].entries()) named.push([`specialTokens[${i}]`, token]);
  const tokens = [...own];
  for (const [option, token] of named) {
    if (typeof token !== 'string') {
      throw new TokenizerError(`Option ${option} must be a string, received ${shown(token)}.`);
    }
    if (token === '' || hasLoneSurrogate(token)) {
      const received = token === '' ? 'an empty one' : 'half a surrogate pair';
      throw new TokenizerError(`Option ${option} must be a token of whole characters, received ${received}.`);
    }
    if (tokens.includes(token)) {
      throw new TokenizerError(
        `Option ${option} must be a token of its own, received ${shown(token)} again.`,
      );
    }
    tokens.push(token);
  }
  return { tokens, start, end };
}

/** Cuts a text at special tokens: even places of the result are ordinary text, odd ones special tokens. */
export type SpecialTokenSplitter = (text: string) => string[];

/**
 * Makes the function that cuts a text at special tokens that are spelled out in it; of several that begin at the
 * same place, the longest counts. Hugging Face tokenizers do the same before they normalize.
 *
 * @param specials the special tokens, none of them empty
 */
export function specialTokenSplitter(specials: readonly string[]): SpecialTokenSplitter {
  const longestFirst = [...specials].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const special = escaped.length === 0 ? undefined : new RegExp(`(${escaped.join('|')})`);
  return (text) => {
    if (typeof text !== 'string') {
      throw new TokenizerError(`A tokenizer takes a string, received ${kindOf(text)}.`);
    }
    return special?.test(text) ? text.split(special) : [text];
  };
}

const kindOf = (value: unknown) =>
  typeof value === 'object' || typeof value === 'function' ? shown(value) : typeof value;
