import { rm } from 'node:fs/promises';
import { aPath, checkOptions } from '@rnnlab/shared';
import type { Checkpoint } from '@rnnlab/trainer';
import { type EngineOption, engineOf, resolveEngine } from '../engines.js';
import { LabError } from '../errors.js';
import { changeSettings, type SettingChanges } from '../settings/change.js';
import { flatten } from '../settings/flatten.js';
import { settingText } from '../settings/option.js';
import { beginsPhase, isOfPhase, phaseOf, settingsIn } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import { introductionOf, reopenRun } from './start-run.js';
import {
  type Config,
  checkpointOf,
  dataOf,
  openStored,
  type Result,
  resultOf,
  type StoredRun,
} from './stored-run.js';
import { completeRun } from './train-run.js';
import { requireThreads, TRAINING_OPTIONS, type TrainingCallbacks } from './training-options.js';

/** Options of `Run.resume`. */
export interface ResumeOptions extends TrainingCallbacks {
  /**
   * Another learning rate or schedule, with `epochs` and `patience` for it: the training begins another phase, also of a
   * finished run. Nothing else can change within a training.
   */
  settings?: SettingChanges | undefined;
  /** Path of the data, if they were moved; they must be the same. */
  data?: string | undefined;
  /** Engine. Default: the one that it was trained with; a custom engine must be given again. */
  engine?: EngineOption | undefined;
  /** Number of threads; another number gives other bits. Default: the number that it was trained with. */
  threads?: number | undefined;
  /** Stops the training after the step under way when it is aborted. */
  signal?: AbortSignal | undefined;
}

const OPTIONS = { ...TRAINING_OPTIONS, data: aPath };

/** Resumes a run to its end: to the same weights, bit for bit, as without the interruption. */
export async function resumeRun(folder: string, options: ResumeOptions = {}): Promise<Result> {
  checkOptions('resume', options, OPTIONS, LabError);
  const { threads, signal, onStart } = options;
  if (threads !== undefined) requireThreads(threads);
  const before = await openStored(folder);
  const stored = { ...before, config: await resumedConfig(before, options) };
  const engine = engineOf(stored.config, options.engine);
  await engine.describe();
  const started = await reopenRun(stored, await dataOf(stored));
  onStart?.(introductionOf(started));
  // Nothing is changed before everything is known to be there.
  if (stored.config !== before.config) {
    const { directory, config } = stored;
    await directory.writeJson('config.json', config);
    // A run with a result is finished: without it, it is one to resume.
    await rm(directory.file('result.json'), { force: true });
  }
  return completeRun(started, { ...options, engine, signal });
}

/** The configuration to resume a run with; the same object if nothing changes. */
async function resumedConfig(
  stored: StoredRun,
  { settings, data, threads, engine }: ResumeOptions,
): Promise<Config> {
  const { directory, config } = stored;
  const { phase, step = 0 } =
    (await checkpointOf(stored))?.progress ?? ({} as Partial<Checkpoint['progress']>);
  const number = phase?.number ?? 1;
  const phases = config.phases ?? [];
  const now = settingsIn(config.settings, phases, number);
  const asked = changeSettings({ name: config.recipe, settings: now }, settings, data);
  const changes = changesFrom(now, asked);
  const begins = beginsAnother(directory.path, changes);
  if (!begins && (await resultOf(stored))) {
    throw new LabError(
      `The run in ${directory.path} is finished: to train it further, give another learning rate or schedule, ` +
        'as in learningRate=0.0001 with epochs=5.',
      { option: 'learningRate' },
    );
  }
  const dataMoved = changes.some(({ key }) => isDataPath(key));
  if (!begins && !dataMoved && threads === undefined && engine === undefined) return config;
  return {
    ...config,
    settings: { ...config.settings, dataset: asked.dataset },
    ...(begins && { phases: [...phases.slice(0, number - 1), { ...phaseOf(asked), afterStep: step }] }),
    ...(threads !== undefined && { threads }),
    ...(engine !== undefined && { engine: resolveEngine(engine, threads).engine.name }),
  };
}

/** Whether a setting is a path of the data; that they are the same is checked when they are read. */
const isDataPath = (key: string): boolean => key === 'dataset.path' || key === 'dataset.folder';

/** A changed setting, both values as texts. */
interface Change {
  key: string;
  before: string;
  now: string;
}

function changesFrom(before: Settings, asked: Settings): Change[] {
  const was = flatten(before);
  return [...flatten(asked)]
    .map(([key, value]) => ({ key, before: settingText(was.get(key) ?? null), now: settingText(value) }))
    .filter(({ before, now }) => before !== now);
}

/**
 * Whether changes begin another phase of a run.
 *
 * @throws {LabError} If one of them cannot change within a training.
 */
function beginsAnother(run: string, changes: readonly Change[]): boolean {
  const begins = changes.some(({ key }) => beginsPhase(key));
  for (const { key, before, now } of changes) {
    if (isDataPath(key) || (begins && isOfPhase(key))) continue;
    const sentence = `The run in ${run} was started with ${key}=${before} and cannot be resumed with ${key}=${now}`;
    throw new LabError(
      isOfPhase(key)
        ? `${sentence} alone: that takes another phase, with another learning rate or schedule, as in learningRate=0.0001 ` +
            'with epochs=5, which are 5 more epochs.'
        : `${sentence}: leave that out, or start a new run.`,
      { option: isOfPhase(key) ? 'learningRate' : key },
    );
  }
  return begins;
}
