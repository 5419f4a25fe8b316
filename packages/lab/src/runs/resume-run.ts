import { rm } from 'node:fs/promises';
import { checkOptions } from '@rnnlab/shared';
import type { Checkpoint } from '@rnnlab/trainer';
import { type EngineOption, requireThreads, resolveEngine } from '../engines.js';
import { LabError } from '../error.js';
import { written } from '../fields/field.js';
import { changeSettings, type SettingChanges } from '../recipes/change.js';
import { flatten } from '../recipes/flat.js';
import type { Settings } from '../recipes/recipe.js';
import type { TrainingCallbacks } from './callbacks.js';
import { completeRun } from './complete-run.js';
import type { Config } from './config.js';
import { engineOf } from './engine-of.js';
import { beginsPhase, isOfPhase, phaseOf, settingsIn } from './phases.js';
import type { Result } from './result.js';
import { introductionOf, reopenRun, type StartedRun } from './start-run.js';
import { checkpointOf, dataOf, resultOf, type StoredRun } from './stored-run.js';

export interface ResumeOptions extends TrainingCallbacks {
  /**
   * Another learning rate or schedule, with `epochs` and `patience` for that: the training enters another phase, also of a
   * finished run. Nothing else can change on the way.
   */
  settings?: SettingChanges | undefined;
  /** Where the data are; they cannot be others than before. */
  data?: string | undefined;
  /** Default the one that it was trained with; an engine of one's own must be given again. */
  engine?: EngineOption | undefined;
  /** Default those that it was trained with: with others it ends in other bits. */
  threads?: number | undefined;
  /** Stops after the step under way when it is aborted. */
  signal?: AbortSignal | undefined;
}

const OPTIONS = [
  ...['settings', 'data', 'engine', 'threads', 'signal'],
  ...['onStart', 'onTrainBegin', 'onProgress', 'onEpoch', 'onTrainEnd', 'onNote'],
];

/** Trains a run from where it stands to its end: to the same weights, bit for bit, as if it had never stopped. */
export async function resumeRun(stored: StoredRun, options: ResumeOptions = {}): Promise<Result> {
  checkOptions('resume', options, OPTIONS, LabError);
  const { signal, onStart } = options;
  const started = await prepareResume(stored, options);
  onStart?.(introductionOf(started));
  const engine = engineOf(started.config, options.engine);
  return completeRun(started, { ...options, engine, signal });
}

async function prepareResume(
  stored: StoredRun,
  { settings, data, threads, engine }: ResumeOptions,
): Promise<StartedRun> {
  const { directory, config } = stored;
  if (threads !== undefined) requireThreads(threads);
  const { phase, step = 0 } =
    (await checkpointOf(stored))?.progress ?? ({} as Partial<Checkpoint['progress']>);
  const number = phase?.number ?? 1;
  const phases = config.phases ?? [];
  const now = settingsIn(config.settings, phases, number);
  const changed = changedSettings(stored, now, settings, data);
  if (!changed && (await resultOf(stored))) {
    throw new LabError(
      `The run in ${directory.path} is finished: to train it further, give another learning rate or schedule, ` +
        'as in learningRate=0.0001 with epochs=5.',
      { option: 'learningRate' },
    );
  }
  const reopened = await reopenRun(directory.path, await dataOf(stored));
  const otherEngine = engine === undefined ? undefined : resolveEngine(engine, threads).engine.name;
  if (!changed && threads === undefined && otherEngine === undefined) return reopened;
  const next = changed && { ...phaseOf(changed), afterStep: step };
  const resumed: Config = {
    ...config,
    ...(next && { phases: [...phases.slice(0, number - 1), next] }),
    ...(threads !== undefined && { threads }),
    ...(otherEngine !== undefined && { engine: otherEngine }),
  };
  // A run with a result is finished: without it, it is one to resume.
  await rm(directory.file('result.json'), { force: true });
  await directory.writeJson('config.json', resumed);
  return { ...reopened, config: resumed };
}

/**
 * Settings with which a run is resumed, if others are asked for than those it was trained with so far.
 *
 * @param before - In the phase that it stands in.
 * @throws LabError if what is asked for cannot change on the way.
 */
function changedSettings(
  { directory, config }: StoredRun,
  before: Settings,
  asked: SettingChanges | undefined,
  data: string | undefined,
): Settings | undefined {
  const was = flatten(before);
  const settings = changeSettings({ name: config.recipe, settings: before }, asked, data);
  const changes = [...flatten(settings)].filter(
    ([key, value]) => written(was.get(key) ?? null) !== written(value),
  );
  const begins = changes.some(([key]) => beginsPhase(key));
  for (const [key, value] of changes) {
    if (begins && isOfPhase(key)) continue;
    const sentence =
      `The run in ${directory.path} was started with ${key}=${written(was.get(key) ?? null)} and cannot be resumed with ` +
      `${key}=${written(value)}`;
    throw new LabError(
      isOfPhase(key)
        ? `${sentence} alone: that takes another phase, with another learning rate or schedule, as in learningRate=0.0001 ` +
            'with epochs=5, which are 5 more epochs.'
        : `${sentence}: leave that out, or start a new run.`,
      { option: isOfPhase(key) ? 'learningRate' : key },
    );
  }
  return begins ? settings : undefined;
}
