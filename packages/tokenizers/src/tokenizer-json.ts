/**
 * The content of a Hugging Face `tokenizer.json` (https://huggingface.co/docs/tokenizers): a pipeline of components,
 * each named by its `type`.
 */
export interface TokenizerJSON {
  version: string;
  truncation: unknown;
  padding: unknown;
  added_tokens: AddedToken[];
  normalizer: ComponentJSON | null;
  pre_tokenizer: ComponentJSON | null;
  post_processor: ComponentJSON | null;
  decoder: ComponentJSON | null;
  model: ModelJSON;
}

/** One step of the pipeline. */
export interface ComponentJSON {
  type: string;
  [option: string]: unknown;
}

/** What turns pieces of text into ids: `WordLevel`, `WordPiece` or `BPE`. */
export interface ModelJSON {
  type?: string;
  vocab: Record<string, number>;
  [option: string]: unknown;
}

/** A token that a text can spell out. */
export interface AddedToken {
  id: number;
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}
