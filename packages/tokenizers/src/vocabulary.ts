import { shown } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';

/** A fixed two-way map between tokens and ids. Ids are `0 … size - 1`. */
export interface Vocabulary {
  /** Number of ids, special ones included: the number of classes of a language model over this vocabulary. */
  readonly size: number;
  /** All tokens; the index is the id. (A file from elsewhere may skip ids: their tokens are empty strings.) */
  readonly tokens: readonly string[];
  /** The special tokens, `[PAD]` (id 0) first in a vocabulary made here. */
  readonly specials: readonly string[];
  /** Whether a token is in the vocabulary. */
  has(token: string): boolean;
  /** The id of a token, or `undefined` when it is not in the vocabulary. */
  id(token: string): number | undefined;
  /**
   * The token of an id.
   *
   * @throws {TokenizerError} When no token has this id.
   */
  token(id: number): string;
}

/**
 * Makes a vocabulary of special tokens followed by ordinary ones, in the order given.
 *
 * @param specials - The special tokens.
 * @param tokens - Ordinary tokens, without repetition and without the special ones.
 * @throws {TokenizerError} When a token is empty or occurs twice.
 */
export function createVocabulary(specials: readonly string[], tokens: Iterable<string>): Vocabulary {
  const all: string[] = [...specials, ...tokens];
  const ids = new Map<string, number>();
  for (const [id, token] of all.entries()) {
    if (token === '') throw new TokenizerError(`A vocabulary holds non-empty tokens; token ${id} is empty.`);
    if (ids.has(token)) {
      throw new TokenizerError(
        `A vocabulary holds each token once; ${shown(token)} has the ids ${ids.get(token)} and ${id}.`,
      );
    }
    ids.set(token, id);
  }
  return vocabularyOf(all, ids, specials);
}

/** Makes a vocabulary of checked tokens and ids; `tokens` has empty strings where an id has no token. */
export function vocabularyOf(
  tokens: string[],
  ids: ReadonlyMap<string, number>,
  specials: readonly string[],
): Vocabulary {
  return Object.freeze({
    size: tokens.length,
    tokens: Object.freeze(tokens),
    specials: Object.freeze([...specials]),
    has: (token: string) => ids.has(token),
    id: (token: string) => ids.get(token),
    token(id: number) {
      const token = typeof id === 'number' ? tokens[id] : undefined;
      if (!token) {
        throw new TokenizerError(
          `There is no token of id ${shown(id)}: this vocabulary has the integer ids 0 to ${tokens.length - 1}.`,
        );
      }
      return token;
    },
  });
}
