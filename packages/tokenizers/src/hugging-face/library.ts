import * as huggingFace from '@huggingface/tokenizers';

/** A normalizer of the library; one is a function too. */
export interface LibraryNormalizer {
  normalize(text: string): string;
}

/** What is used of `Tokenizer`. The library's types do not resolve everywhere, so they are written out here. */
export interface LibraryTokenizer {
  normalizer: LibraryNormalizer | null;
  readonly pre_tokenizer: { pre_tokenize(text: string, options: object): string[] } | null;
  readonly model: { encode(words: string[]): string[] };
  encode(text: string): { ids: number[] };
  decode(ids: number[]): string;
}

interface Library {
  Tokenizer: new (json: object, config: object) => LibraryTokenizer;
  Normalizer: new (config: object) => LibraryNormalizer;
  SplitPreTokenizer: new (config: object) => unknown;
}

export const { Tokenizer, Normalizer, SplitPreTokenizer } = huggingFace as unknown as Library;
