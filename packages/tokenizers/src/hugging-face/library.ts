import * as huggingFace from '@huggingface/tokenizers';
import { TokenizerFormatError } from '../errors.js';

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

const MOST_TIMES = 32;
const ALLOWANCE = 10_000;

/**
 * A normalizer that stops when a text grows beyond reason. A few replacements that each double a text would
 * otherwise fill the memory.
 */
class LimitedNormalizer extends Normalizer {
  readonly steps: readonly LibraryNormalizer[];

  constructor(steps: readonly LibraryNormalizer[]) {
    super({ type: 'Limited' });
    this.steps = steps;
  }

  override normalize(text: string): string {
    const most = MOST_TIMES * text.length + ALLOWANCE;
    return this.steps.reduce<string>((result, step) => {
      const next = step.normalize(result);
      if (next.length <= most) return next;
      throw new TokenizerFormatError(
        `In tokenizer.json, normalizer makes a text of ${text.length} characters longer than ${most}, which is not supported.`,
      );
    }, text);
  }
}

/** The same normalizer, with an error where a text would become more than 32 times as long. */
export function limitGrowth(normalizer: LibraryNormalizer | null): LibraryNormalizer | null {
  return normalizer && new LimitedNormalizer(stepsOf(normalizer));
}

function stepsOf(normalizer: LibraryNormalizer): LibraryNormalizer[] {
  const { normalizers } = normalizer as unknown as { normalizers?: LibraryNormalizer[] };
  return Array.isArray(normalizers) ? normalizers.flatMap(stepsOf) : [normalizer];
}
