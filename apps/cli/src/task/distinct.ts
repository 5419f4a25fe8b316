import { existsSync } from 'node:fs';
import type { Settings } from '../recipes/recipe.js';
import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';
import type { Result } from './result.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { trainRun } from './train-run.js';
import type { TaskContext } from './train-task.js';

/** Below this share of repeated texts a random split is as good as one by text. */
const FEW_REPEATS = 0.01;

export const wantsDistinct = ({ split }: Settings, { repeats }: Data): boolean =>
  split?.distinct === true && split.by === 'example' && repeats > FEW_REPEATS;

/**
 * Trains the same once more on a split in which no text is in two parts, as a run of its own in the folder
 * `distinct` of the first one.
 */
export async function trainDistinct(
  { run, config, prepared: { data } }: StartedRun,
  { stop, view, resumeCommand, engine }: TaskContext,
): Promise<NonNullable<Result['distinct']>> {
  const path = run.file('distinct');
  const { settings } = config;
  const byText: Settings = { ...settings, split: { ...settings.split!, by: 'text', distinct: false } };
  const started = existsSync(`${path}/config.json`)
    ? await reopenRun(path, data)
    : await startRun(path, { ...config, settings: byText }, data);
  const { prepared } = started;
  const { parameters } = await trainRun({
    ...started,
    recipe: config.recipe,
    settings: byText,
    phases: started.config.phases ?? [],
    stop,
    view,
    resumeCommand,
    engine,
  });
  const { parts, labels } = prepared;
  const { accuracy, interval, count } = await taskOf(byText).score(prepared, parts.test, {
    parameters,
    engine,
  });
  const baseline = majority(parts.train, parts.test, labels).accuracy;
  return { repeats: data.repeats, accuracy, interval, count, baseline };
}
