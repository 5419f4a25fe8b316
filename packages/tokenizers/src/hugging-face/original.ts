import type { TokenizerJSON } from '../tokenizer-json.js';

/** What `toJSON` gives for a file from elsewhere: the file itself, as a new object each time. */
export function original(json: Record<string, unknown>): () => TokenizerJSON {
  const text = JSON.stringify(json);
  return () => JSON.parse(text);
}
