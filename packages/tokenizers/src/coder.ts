import type { TokenizerJSON } from './tokenizer-json.js';
import type { Vocabulary } from './vocabulary.js';

/** What differs between tokenizers: how normalized text without special tokens becomes ids, and ids text. */
export interface Coder {
  readonly vocabulary: Vocabulary;
  readonly unknownId: number | undefined;
  encode(text: string): Int32Array;
  /** @param ids special ones too, but for those that are not shown @throws TokenizerError for an id without a token */
  decode(ids: number[]): string;
  /** What of a text would become unknown, in order; may hold repetitions. */
  unknowns(text: string): string[];
  toJSON(): Pick<TokenizerJSON, 'pre_tokenizer' | 'decoder' | 'model'>;
}
