import type { ComponentJSON } from '../hugging-face/tokenizer-json.js';

/** A pre-tokenization: how a text is split before byte pairs are merged. No token crosses a split, and nothing is lost. */
export interface SplitPattern {
  /** The pieces of a text. */
  split(text: string): string[];
  /** The same as a pre-tokenizer of `tokenizer.json`. */
  readonly preTokenizer: ComponentJSON;
}

const GPT_2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

// GPT_4_JSON is the same in the syntax of Oniguruma, where \s is White_Space, and (?i:…) ignores case.
const GPT_4 =
  /'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
const GPT_4_JSON =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const byteLevel = (use_regex: boolean): ComponentJSON => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex,
});

/**
 * - `'gpt-2'`: English contractions, runs of letters, of digits and of other characters, each with a space before it.
 * - `'gpt-4'`: also capital contractions, at most three digits together, line ends separate (GPT-4's cl100k, Llama 3).
 * - `'none'`: no split, for bytes.
 */
export const splitPatterns = {
  'gpt-2': { split: (text) => text.match(GPT_2) ?? [], preTokenizer: byteLevel(true) },
  'gpt-4': {
    split: (text) => text.match(GPT_4) ?? [],
    preTokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: GPT_4_JSON }, behavior: 'Isolated', invert: false },
        byteLevel(false),
      ],
    },
  },
  none: { split: (text) => (text === '' ? [] : [text]), preTokenizer: byteLevel(false) },
} as const satisfies Record<string, SplitPattern>;

export type PatternName = keyof typeof splitPatterns;
