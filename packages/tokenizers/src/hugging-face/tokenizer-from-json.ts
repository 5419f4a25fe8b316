import { shownPart, TokenizerFormatError } from '../errors.js';
import type { Tokenizer } from '../tokenizer.js';
import { byteLevelBpeFromFile } from './byte-level-bpe-from-file.js';
import { checkFile } from './check-file.js';
import { libraryTokenizer } from './library-tokenizer.js';
import { readConfig } from './tokenizer-config.js';
import { isObject } from './tokenizer-json.js';
import { wordLevelFromJSON } from './word-level-from-json.js';

/**
 * Reads the content of a `tokenizer.json`: a file that this package wrote, or one of Hugging Face with a `WordPiece`,
 * `BPE` or `WordLevel` model, such as those of BERT, GPT-2 and Llama. Characters, words, bytes and byte-level BPE are
 * encoded natively; the other files by `@huggingface/tokenizers`.
 *
 * The settings `truncation` and `padding` of a file are not applied: `pad` does both.
 *
 * @param json - The parsed file.
 * @param config - The parsed `tokenizer_config.json` beside it, if there is one: it has the padding token, and
 * whether decoding removes spaces before punctuation (`clean_up_tokenization_spaces`). Default: none, without cleanup.
 * @throws {TokenizerFormatError} When a part is not supported, with its path.
 * @example
 * tokenizerFromJSON(JSON.parse(await readFile('tokenizer.json', 'utf8')));
 */
export function tokenizerFromJSON(json: unknown, config?: unknown): Tokenizer {
  if (!isObject(json) || isPromise(json) || isTokenizer(json)) {
    throw new TokenizerFormatError(`A tokenizer.json must be a JSON object, received ${jsonReceived(json)}.`);
  }
  const ours = wordLevelFromJSON(json);
  if (ours) return ours;
  const settings = readConfig(config);
  const file = checkFile(json);
  return byteLevelBpeFromFile(file, settings) ?? libraryTokenizer(file, settings);
}

const isTokenizer = (value: object) => 'toJSON' in value && typeof value.toJSON === 'function';

function jsonReceived(value: unknown): string {
  if (typeof value === 'string') return `${shownPart(value)}: parse it with JSON.parse first`;
  if (!isObject(value)) return shownPart(value);
  return isPromise(value) ? 'a promise: await it first' : 'a tokenizer: its toJSON() gives one';
}

const isPromise = (value: object): boolean => 'then' in value && typeof value.then === 'function';
