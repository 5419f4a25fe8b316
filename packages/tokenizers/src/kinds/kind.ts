import type { ComponentJSON } from '../tokenizer-json.js';
import type { Vocabulary } from '../vocabulary.js';

/** How one kind of tokenizer with a fixed list of tokens cuts normalized text; everything else is shared. */
export interface Kind {
  /** A noun for messages: what its tokens are. */
  readonly unit: 'character' | 'word';
  /** What stands between two tokens of a decoded text. */
  readonly separator: string;
  /** The same cut in the words of `tokenizer.json`. */
  readonly preTokenizer: ComponentJSON;
  readonly decoder: ComponentJSON | null;
  /** The tokens of a normalized text, in order. */
  split(text: string): string[];
  /** Makes the fast path from normalized text to ids: the same as looking up each token of `split`. */
  encoder(vocabulary: Vocabulary): (text: string) => Int32Array;
}
