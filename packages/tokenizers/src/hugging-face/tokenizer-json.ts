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

/** The model, which maps pre-tokenized text to ids: `WordLevel`, `WordPiece` or `BPE`. */
export interface ModelJSON {
  type?: string;
  vocab: Record<string, number>;
  [option: string]: unknown;
}

/** A token that is found in a text before the model sees it. */
export interface AddedToken {
  id: number;
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

/** Whether a value is a JSON object, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property of an object: `toString` of `{}` is none. */
export function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Deep equality of two JSON values, whatever the order of keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => isEqual(value, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], own(b, key)));
}
