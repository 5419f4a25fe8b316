import * as huggingFace from '@huggingface/tokenizers';
import { TokenizerFormatError } from '../errors.js';

/** A normalizer of the library. */
interface LibraryNormalizer {
  normalize(text: string): string;
}

/** The used part of `Tokenizer`. The library's types do not resolve everywhere, so they are repeated here. */
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

const MAX_GROWTH = 32;
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
    const most = MAX_GROWTH * text.length + ALLOWANCE;
    return this.steps.reduce<string>((result, step) => {
      const next = step.normalize(result);
      if (next.length <= most) return next;
      throw new TokenizerFormatError(
        `In tokenizer.json, normalizer makes a text of ${text.length} characters longer than ${most}, which is not supported.`,
      );
    }, text);
  }
}

/** Wraps a normalizer, so that a text that would become more than 32 times as long is an error. */
export function limitGrowth(normalizer: LibraryNormalizer | null): LibraryNormalizer | null {
  return normalizer && new LimitedNormalizer(stepsOf(normalizer));
}

function stepsOf(normalizer: LibraryNormalizer): LibraryNormalizer[] {
  const { normalizers } = normalizer as unknown as { normalizers?: LibraryNormalizer[] };
  return Array.isArray(normalizers) ? normalizers.flatMap(stepsOf) : [normalizer];
}
