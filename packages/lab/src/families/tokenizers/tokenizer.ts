import { hasCode } from '@rnnlab/shared';
import type { SpecialTokenOptions, Tokenizer } from '@rnnlab/tokenizers';
import { LabError } from '../../error.js';
import type { Fields, ValuesOf } from '../../fields/field.js';
import { flag, oneOf, optional, rate, wholeNumber } from '../../fields/kinds.js';
import type { Member } from '../family.js';

/** Tokens that no text gives by itself, where a task needs some. */
export type SpecialTokens = SpecialTokenOptions;

/** A tokenizer of a recipe, whose vocabulary is that of the training texts. */
export interface TokenizerMember<F extends Fields = Fields> extends Member {
  readonly fields: F;
  /** @param texts - Read once, so that they need not all be in memory. */
  train(texts: Iterable<string>, values: ValuesOf<F>, special?: SpecialTokens): Promise<Tokenizer>;
}

export const defineTokenizer = <F extends Fields>(member: TokenizerMember<F>): TokenizerMember<F> => ({
  ...member,
  async train(texts, values, special) {
    try {
      return await member.train(texts, values, special);
    } catch (error) {
      // A setting that leaves no token, for these texts: for the user to put right.
      if (!hasCode(error, 'RNNLAB_TOKENIZER')) throw error;
      // One long text comes in blocks, which nobody has counted.
      throw new LabError(
        (error as Error).message.replace(/ in the \d+ texts received/, ' in the training part'),
      );
    }
  },
});

/** Settings of every tokenizer. */
export const textFields = {
  normalize: oneOf('How characters are made plain.', ['none', 'nfc', 'nfd-ascii'], 'none'),
  lowercase: flag('Whether capitals become small letters.', false),
  minCount: wholeNumber('How often a token must occur to get an id of its own.', 1),
  maxLength: optional(wholeNumber('Tokens of a text that are read, the first ones.', 1)),
  readPadding: flag(
    'Whether shorter texts are filled up to maxLength, and the filling is read like text: as an ablation.',
    false,
  ),
  dropout: rate('Share of tokens that are read as unknown while training, others in each epoch.', 0),
  maxSize: optional(wholeNumber('Most ids of the vocabulary, the special ones included.', 3, { from: 3 })),
};

/** Settings with `none` left out, as the tokenizers take them. */
export const textOptions = ({
  maxSize,
  maxLength: _,
  readPadding: __,
  dropout: ___,
  ...rest
}: Omit<ValuesOf<typeof textFields>, 'dropout'> & { dropout?: number }) => ({
  ...rest,
  ...(maxSize !== null && { maxSize }),
});
