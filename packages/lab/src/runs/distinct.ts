import { existsSync } from 'node:fs';
import type { Settings } from '../recipes/recipe.js';
import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';
import type { Result } from './result.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { type TrainingContext, trainRun } from './train-run.js';

/** Below this share of repeated texts a random split is as good as one by text. */
const FEW_REPEATS = 0.01;

export const wantsDistinct = ({ split }: Settings, { repeats }: Data): boolean =>
  split?.distinct === true && split.by === 'example' && repeats > FEW_REPEATS;

/**
 * Trains the same once more on a split in which no text is in two parts, as a run of its own in the folder
 * `distinct` of the first one.
 */
export async function trainDistinct(
  { directory, config, prepared: { data } }: StartedRun,
  context: TrainingContext,
): Promise<NonNullable<Result['distinct']>> {
  const path = directory.file('distinct');
  const { settings } = config;
  const byText: Settings = { ...settings, split: { ...settings.split!, by: 'text', distinct: false } };
  const started = existsSync(`${path}/config.json`)
    ? await reopenRun(path, data)
    : await startRun(path, { ...config, settings: byText }, data);
  const { parameters } = await trainRun(started, context);
  const { prepared } = started;
  const { parts, labels } = prepared;
  const trained = { parameters, engine: context.engine };
  const { accuracy, interval, count } = await taskOf(byText).score(prepared, parts.test, trained);
  const baseline = majority(parts.train, parts.test, labels).accuracy;
  return { repeats: data.repeats, accuracy, interval, count, baseline };
}
