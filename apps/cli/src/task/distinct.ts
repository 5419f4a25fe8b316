import { existsSync } from 'node:fs';
import type { ProgressView } from '../progress/index.js';
import type { Settings } from '../recipes/recipe.js';
import type { Stop } from '../signals.js';
import type { Data } from './prepare.js';
import type { Result } from './result.js';
import { majority, scorePart } from './score.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { trainRun } from './train-run.js';

/** Below this share of repeated texts a random split is as good as one by text. */
const FEW_REPEATS = 0.01;

export const wantsDistinct = ({ split }: Settings, { repeats }: Data): boolean =>
  split.distinct && split.by === 'example' && repeats > FEW_REPEATS;

/**
 * Trains the same once more on a split in which no text is in two parts, as a run of its own in the folder
 * `distinct` of the first one.
 */
export async function trainDistinct(
  { run, config, prepared: { data } }: StartedRun,
  { stop, view, resumeCommand }: { stop: Stop; view: ProgressView; resumeCommand: string },
): Promise<NonNullable<Result['distinct']>> {
  const path = run.file('distinct');
  const { settings } = config;
  const byText: Settings = { ...settings, split: { ...settings.split, by: 'text', distinct: false } };
  const started = existsSync(`${path}/config.json`)
    ? await reopenRun(path, data)
    : await startRun(path, config.recipe, byText, data);
  const { prepared } = started;
  const { parameters } = await trainRun({
    ...started,
    recipe: config.recipe,
    settings: byText,
    stop,
    view,
    resumeCommand,
  });
  const { parts, labels, spec } = prepared;
  const { accuracy, interval, count } = await scorePart(spec, parameters, parts.test, labels.length);
  const baseline = majority(parts.train, parts.test, labels).accuracy;
  return { repeats: data.repeats, accuracy, interval, count, baseline };
}
