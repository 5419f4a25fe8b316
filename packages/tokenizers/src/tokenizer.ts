import type { TokenizerJSON } from './tokenizer-json.js';
import type { Vocabulary } from './vocabulary.js';

/** Turns text into integer ids and back. Immutable; every method is deterministic. */
export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** The id that fills up short sequences in a batch: 0. */
  readonly padId: number;
  /** The id of everything outside the vocabulary: 1. */
  readonly unknownId: number;
  /**
   * The ids of a text, shape `[steps]`. The empty text gives an empty array, and so does a text of which
   * the normalisation leaves nothing. A special token spelled out in the text (`"[UNK]"`) gives its id, as
   * Hugging Face tokenizers do.
   *
   * @throws TypeError when `text` is not a string
   */
  encode(text: string): Int32Array;
  /**
   * The text of ids. Padding is left out and an unknown reads `[UNK]`. Characters are joined directly, words
   * with one space.
   *
   * @throws RangeError when an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /**
   * What a model would not see of a text, each once, in order: tokens outside the vocabulary first, then
   * characters that the normalisation drops (other than combining marks). For warnings.
   */
  unknowns(text: string): string[];
  /** The content of a Hugging Face `tokenizer.json`, as a new plain object. */
  toJSON(): TokenizerJSON;
}
