import type { TokenizerJSON } from './tokenizer-json.js';
import type { Vocabulary } from './vocabulary.js';

/** Turns text into integer ids and back. Immutable; every method is deterministic and may be passed around. */
export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** The id that fills up short sequences in a batch: 0, but for a file from elsewhere any id, or none. */
  readonly padId: number | undefined;
  /** The id of everything outside the vocabulary: 1 for characters and words, none for bytes and byte pairs. */
  readonly unknownId: number | undefined;
  /** The id before every encoded text, where there is one. */
  readonly startId: number | undefined;
  /** The id after every encoded text, where there is one. */
  readonly endId: number | undefined;
  /**
   * The ids of a text, shape `[steps]`. The empty text gives no ids but those of start and end, and so does a
   * text of which the normalization leaves nothing. A special token spelled out in the text (`"[UNK]"`) gives its
   * id, as Hugging Face tokenizers do.
   *
   * @throws TokenizerError when `text` is not a string
   */
  encode(text: string): Int32Array;
  /**
   * The text of ids. Padding, start and end are left out; an unknown reads `[UNK]`. Characters are joined
   * directly, words with one space; bytes that are not UTF-8 become U+FFFD.
   *
   * @throws TokenizerError when an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /**
   * What a model would not see of a text, each once, in order: tokens outside the vocabulary first, then
   * characters that the normalization drops (other than combining marks). For warnings.
   */
  unknowns(text: string): string[];
  /** The content of a Hugging Face `tokenizer.json`, as a new plain object. */
  toJSON(): TokenizerJSON;
}
