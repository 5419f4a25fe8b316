import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '@rnnlab/shared';
import { InterruptedError } from '../error.js';
import type { Settings } from '../recipes/recipe.js';
import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';
import type { Config } from './config.js';
import type { Result } from './result.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { openStored } from './stored-run.js';
import { type TrainingContext, trainRun } from './train-run.js';

/** Below this share of repeated texts a random split is as good as one by text. */
const FEW_REPEATS = 0.01;

export const wantsDistinct = ({ split }: Settings, { repeats }: Data): boolean =>
  split?.distinct === true && split.by === 'example' && repeats > FEW_REPEATS;

/**
 * Trains the same once more on a split in which no text is in two parts, as a run of its own in the folder
 * `distinct` of the first one.
 *
 * @throws InterruptedError with the folder of the first one, from where both are resumed.
 */
export async function trainDistinct(
  first: StartedRun,
  context: TrainingContext,
): Promise<NonNullable<Result['distinct']>> {
  const { directory, prepared } = first;
  const { data } = prepared;
  const started = await startDistinct(first);
  const { parameters } = await trainRun(started, { ...context, distinct: true }).catch((error) => {
    if (!hasCode(error, 'RNNLAB_INTERRUPTED')) throw error;
    throw new InterruptedError(
      `Stopped in the training on a split by distinct text; everything is saved in ${directory.path}.`,
      directory.path,
    );
  });
  const { parts, labels } = started.prepared;
  const trained = { parameters, engine: context.engine };
  const { accuracy, interval, count } = await taskOf(started.config.settings).score(
    started.prepared,
    parts.test,
    trained,
  );
  const baseline = majority(parts.train, parts.test, labels).accuracy;
  return { repeats: data.repeats, accuracy, interval, count, baseline };
}

/** A new run, or the one that was begun, with the phases, the engine and the threads of the first one. */
async function startDistinct({ directory, config, prepared: { data } }: StartedRun): Promise<StartedRun> {
  const path = directory.file('distinct');
  const { settings, engine, threads } = config;
  // Each of its phases begins at the end of its own one before.
  const phases = config.phases?.map(({ afterStep: _, ...phase }) => phase);
  if (!existsSync(join(path, 'config.json'))) {
    const split = { ...settings.split!, by: 'text' as const, distinct: false };
    return startRun(path, { ...config, settings: { ...settings, split }, phases }, data);
  }
  const stored = await openStored(path);
  const now: Config = { ...stored.config, engine, threads, ...(phases && { phases }) };
  await stored.directory.writeJson('config.json', now);
  return reopenRun({ ...stored, config: now }, data);
}
