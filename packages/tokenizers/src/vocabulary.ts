/** The two special tokens of every vocabulary made here; their places are their ids. */
export const SPECIALS = ['[PAD]', '[UNK]'] as const;
export const PAD_ID = 0;
export const UNKNOWN_ID = 1;

/** A fixed two-way map between tokens and ids. Ids are `0 … size - 1`. */
export interface Vocabulary {
  /** Number of tokens, special ones included: the number of classes of a model over this vocabulary. */
  readonly size: number;
  /** All tokens; the index is the id. */
  readonly tokens: readonly string[];
  /** The special tokens: `[PAD]` (id 0) and `[UNK]` (id 1). */
  readonly specials: readonly string[];
  has(token: string): boolean;
  /** The id of a token, or `undefined` when it is not in the vocabulary. */
  id(token: string): number | undefined;
  /** The token of an id. @throws RangeError when the id is not in `0 … size - 1`. */
  token(id: number): string;
}

/**
 * Makes a vocabulary of the special tokens followed by `tokens`, in the order given.
 *
 * @param tokens ordinary tokens, without repetition and without the special ones
 * @throws RangeError when a token is empty or occurs twice
 */
export function createVocabulary(tokens: Iterable<string>): Vocabulary {
  const all: string[] = [...SPECIALS, ...tokens];
  const ids = new Map<string, number>();
  for (const [id, token] of all.entries()) {
    if (token === '') throw new RangeError(`A vocabulary holds non-empty tokens; token ${id} is empty.`);
    if (ids.has(token)) {
      throw new RangeError(
        `A vocabulary holds each token once; ${JSON.stringify(token)} has the ids ${ids.get(token)} and ${id}.`,
      );
    }
    ids.set(token, id);
  }
  return Object.freeze({
    size: all.length,
    tokens: Object.freeze(all),
    specials: SPECIALS,
    has: (token: string) => ids.has(token),
    id: (token: string) => ids.get(token),
    token(id: number) {
      const token = all[id];
      if (token === undefined) {
        throw new RangeError(
          `Cannot decode id ${id}: this vocabulary has the integer ids 0 to ${all.length - 1}.`,
        );
      }
      return token;
    },
  });
}
