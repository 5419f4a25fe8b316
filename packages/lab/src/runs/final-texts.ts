import { isStream } from '@rnnlab/trainer';
import type { Settings } from '../recipes/recipe.js';
import { noveltyOf } from '../tasks/novelty.js';
import type { Prepared } from '../tasks/task.js';
import { wantsTexts, writeTexts, writingOf } from '../tasks/write-texts.js';
import type { Result } from './result.js';

/** Texts from which the share of new ones is told, all labels together. */
const TEXTS = 1000;

/** What a trained language model writes, and how much of that is new. */
export async function finalTexts(
  prepared: Prepared,
  settings: Settings,
  model: Uint8Array,
): Promise<Pick<Result, 'texts' | 'novelty'>> {
  const { parts, language } = prepared;
  if (!language) return {};
  const writing = writingOf(settings, 0);
  const texts = wantsTexts(writing) ? await writeTexts(model, writing) : [];
  if (isStream(parts.train.examples)) return { texts };
  const labels = Object.keys(language.conditions ?? {}).length;
  const many = { ...writing, starts: null, count: Math.ceil(TEXTS / Math.max(1, labels)) };
  return { texts, novelty: noveltyOf(prepared, await writeTexts(model, many)) };
}
