/** A Hugging Face `tokenizer.json`, as far as this package writes it (https://huggingface.co/docs/tokenizers). */
export interface TokenizerJSON {
  version: '1.0';
  truncation: null;
  padding: null;
  added_tokens: AddedToken[];
  normalizer: NormalizerJSON | null;
  pre_tokenizer: SplitJSON;
  post_processor: null;
  decoder: { type: 'Fuse' } | null;
  model: { type: 'WordLevel'; vocab: Record<string, number>; unk_token: string };
}

export interface AddedToken {
  id: number;
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

export type NormalizerJSON =
  | { type: 'NFC' | 'NFD' | 'Lowercase' }
  | { type: 'Replace'; pattern: { String: string } | { Regex: string }; content: string }
  | { type: 'Sequence'; normalizers: NormalizerJSON[] };

export interface SplitJSON {
  type: 'Split';
  pattern: { Regex: string };
  behavior: 'Isolated' | 'Removed';
  invert: boolean;
}
