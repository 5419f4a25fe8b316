import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import { hasLoneSurrogate } from './text/unicode.js';

/** The padding token; id 0 of every tokenizer made here. */
export const PAD = '[PAD]';
/** The unknown token, for characters or words outside of the vocabulary; id 1. */
export const UNKNOWN = '[UNK]';

/** Options of special tokens. A text that spells one out gets its id, as in Hugging Face tokenizers. */
export interface SpecialTokenOptions {
  /** Start token (beginning of sequence) before every encoded text, such as `'[START]'`. Default: none. */
  start?: string | undefined;
  /** End token (end of sequence) after every encoded text, such as `'[END]'`; may equal `start`. Default: none. */
  end?: string | undefined;
  /** Further special tokens, such as `['[MASK]']`. Default: none. */
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
 * Makes the list of special tokens in the order of their ids: `own`, start, end, then the others as given.
 *
 * @param own - The special tokens that this type of tokenizer always has.
 * @throws {TokenizerError} When one is not a string, empty, not whole characters, or given twice.
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

/** Splits a text at special tokens: items of even index are ordinary text, those of odd index special tokens. */
type SpecialTokenSplitter = (text: string) => string[];

/**
 * Makes the function that splits a text at special tokens that are spelled out in it; of several that begin at the
 * same index, the longest counts. Hugging Face tokenizers do the same before they normalize.
 *
 * @param specials - The special tokens, none of them empty.
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
