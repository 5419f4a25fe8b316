import type { Kind } from './kinds/kind.js';
import { compareCodePoints, hasLoneSurrogate } from './text/code-points.js';
import { createNormaliser, type TextOptions } from './text/normaliser.js';
import { sections } from './text/sections.js';
import { SPECIALS } from './vocabulary.js';

/** How a vocabulary is chosen from texts. */
export interface TrainingOptions extends TextOptions {
  /** Leave out tokens that occur less often than this (default 1). */
  minCount?: number;
  /** The vocabulary's largest size, `[PAD]` and `[UNK]` included (default: no limit). The most frequent stay. */
  maxSize?: number;
}

/**
 * The tokens of `texts` that `minCount` and `maxSize` let through, most frequent first, ties by code point.
 *
 * @throws TypeError when `texts` is a single string
 * @throws RangeError for an impossible option, or when no token is left
 */
export function frequentTokens(kind: Kind, texts: Iterable<string>, options: TrainingOptions): string[] {
  const { minCount = 1, maxSize = Number.POSITIVE_INFINITY } = options;
  requireInteger('minCount', minCount, 1);
  if (maxSize !== Number.POSITIVE_INFINITY) requireInteger('maxSize', maxSize, SPECIALS.length + 1);
  if (typeof texts === 'string') {
    throw new TypeError('Training takes a list of texts; received one string: put it in an array.');
  }
  const normaliser = createNormaliser(options);
  const counts = new Map<string, number>();
  let textCount = 0;
  for (const text of texts) {
    textCount++;
    for (const [i, section] of sections(text).entries()) {
      if (i % 2 === 1) continue;
      for (const token of kind.split(normaliser.normalise(section))) {
        counts.set(token, (counts.get(token) ?? 0) + 1);
      }
    }
  }
  const tokens = [...counts]
    .filter(([token, count]) => count >= minCount && !hasLoneSurrogate(token))
    .sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b))
    .slice(0, maxSize - SPECIALS.length)
    .map(([token]) => token);
  if (tokens.length === 0) {
    throw new RangeError(
      `Cannot train a ${kind.unit} tokenizer: no ${kind.unit} occurs ${minCount} times or more in the ` +
        `${textCount} texts received (${counts.size} different ones in all).`,
    );
  }
  return tokens;
}

function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`Option ${name} must be an integer of at least ${least}; received ${value}.`);
  }
}
