import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Interrupted } from '../../errors/interrupted.js';
import { UsageError } from '../../errors/usage-error.js';
import { datasets } from '../../families/datasets/index.js';
import { written } from '../../fields/field.js';
import { progressView } from '../../progress/index.js';
import { flatten } from '../../recipes/flat.js';
import { recipeOf, recipes } from '../../recipes/index.js';
import type { Recipe, Settings } from '../../recipes/recipe.js';
import { applySettings } from '../../recipes/set.js';
import { listenForStop } from '../../signals.js';
import { engineOf } from '../../task/engine-of.js';
import { absolutePaths, loadData } from '../../task/load-data.js';
import { beginsPhase, isOfPhase, phaseOf, settingsIn } from '../../task/phases.js';
import { interruptedRunFolder, newRunFolder } from '../../task/run-folder.js';
import { reopenRun, type StartedRun, startRun } from '../../task/start-run.js';
import { dataOf, openRun, resultOf } from '../../task/stored-run.js';
import { trainTask } from '../../task/train-task.js';
import { shellWord } from '../../terminal/format.js';
import { createOutput } from '../../terminal/output.js';
import { programName } from '../command.js';
import type { TrainCommandOptions } from '../train.js';
import { printIntroduction, printResult } from './train-text.js';

const DEFAULT_RECIPE = 'names';

/** `rnnlab train`. */
export async function train(name: string | undefined, options: TrainCommandOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const view = progressView(output);
  const stop = listenForStop(() => {
    if (!output.json) view.note('Stopping after this step; press Ctrl-C again to stop at once.');
  });
  try {
    const threads = threadsOf(options);
    const started = await (options.resume ? resume(name, options, threads) : start(name, options, threads));
    const { run, config } = started;
    const resumeCommand = `${programName()} train ${config.recipe} --run ${shellWord(run.path)} --resume`;
    if (stop.received) {
      throw new Interrupted(stop.received, `Stopped before the first step. Go on with: ${resumeCommand}`);
    }
    printIntroduction(output, started);
    const result = await trainTask(started, {
      stop,
      view,
      resumeCommand,
      engine: engineOf(config),
    });
    printResult(output, started, result);
    output.result({
      run: run.path,
      model: run.file('model.onnx'),
      report: run.file('report.html'),
      ...result,
    });
  } finally {
    stop.release();
  }
}

async function start(
  name = DEFAULT_RECIPE,
  options: TrainCommandOptions,
  threads = availableParallelism(),
): Promise<StartedRun> {
  const recipe = recipeOf(name);
  const settings = absolutePaths(applySettings(recipe, assignments(recipe, options)));
  const data = await loadData(settings);
  const path = options.run ?? (await newRunFolder(name));
  return startRun(path, { recipe: name, settings, phases: recipe.phases, threads }, data);
}

/** @param threads - If they are to be others than those of the run so far. */
async function resume(
  name: string | undefined,
  options: TrainCommandOptions,
  threads: number | undefined,
): Promise<StartedRun> {
  if (name !== undefined) recipeOf(name);
  const path = options.run ?? (await interruptedRunFolder(name ?? DEFAULT_RECIPE));
  const stored = await openRun(path);
  const { config } = stored;
  if (name !== undefined && name !== config.recipe) {
    throw new UsageError(`The run in ${path} is one of the recipe ${config.recipe}, not of ${name}.`);
  }
  const base = recipes[config.recipe] ?? { name: config.recipe, summary: '', unit: 'example' };
  const started = existsSync(stored.run.file('checkpoints/last.safetensors'))
    ? await stored.run.restore(config.spec)
    : undefined;
  const { phase, step = 0 } = started?.progress ?? {};
  const number = phase?.number ?? 1;
  const phases = config.phases ?? [];
  const now = settingsIn(config.settings, phases, number);
  const changed = changedSettings(path, { ...base, settings: now }, options);
  if (!changed && (await resultOf(stored))) {
    throw new UsageError(
      `The run in ${path} is finished: to train it further, name another rate or schedule, ` +
        'as in --set learningRate=0.0001 --epochs 5.',
    );
  }
  const reopened = await reopenRun(path, await dataOf(stored));
  if (!changed && threads === undefined) return reopened;
  const next = changed && { ...phaseOf(changed), afterStep: step };
  const goesOn = {
    ...config,
    ...(next && { phases: [...phases.slice(0, number - 1), next] }),
    ...(threads !== undefined && { threads }),
  };
  // A run with a result is finished: without it, it goes on.
  await rm(stored.run.file('result.json'), { force: true });
  await stored.run.writeJson('config.json', goesOn);
  return { ...reopened, config: goesOn };
}

/**
 * Settings with which a run is to go on, if options ask for others than those it was trained with so far.
 *
 * @throws UsageError if they ask for what cannot change on the way.
 */
function changedSettings(path: string, started: Recipe, options: TrainCommandOptions): Settings | undefined {
  const before = flatten(started.settings);
  const settings = absolutePaths(applySettings(started, assignments(started, options)));
  const changes = [...flatten(settings)].filter(
    ([key, value]) => written(before.get(key) ?? null) !== written(value),
  );
  const begins = changes.some(([key]) => beginsPhase(key));
  for (const [key, value] of changes) {
    if (begins && isOfPhase(key)) continue;
    const was = before.get(key);
    if (isOfPhase(key)) {
      throw new UsageError(
        `The run in ${path} was started with ${key}=${written(was ?? null)} and cannot go on with ` +
          `${key}=${written(value)} alone: that takes another phase, with another learning rate or schedule, as in ` +
          '--set learningRate=0.0001 --epochs 5, which are 5 more epochs.',
      );
    }
    throw new UsageError(
      `The run in ${path} was started with ${key}=${written(was ?? null)} and cannot go on with ` +
        `${key}=${written(value)}: leave that out, or start a new run.`,
    );
  }
  return begins ? settings : undefined;
}

/** What the options say as `key=value`; the short options win over --set. */
function assignments(recipe: Recipe, { set = [], data, epochs, seed }: TrainCommandOptions): string[] {
  return [
    ...set,
    ...(data === undefined ? [] : dataAssignments(recipe, resolve(data))),
    ...(epochs === undefined ? [] : [`epochs=${epochs}`]),
    ...(seed === undefined ? [] : [`seed=${seed}`]),
  ];
}

/** A folder to read from: that of the recipe's dataset where it has one, otherwise one of labeled texts. */
function dataAssignments({ name, settings }: Recipe, path: string): string[] {
  if ('folder' in settings.dataset) return [`dataset.folder=${path}`];
  if ('path' in settings.dataset) return [`dataset.path=${path}`];
  if (datasets[settings.dataset.type].task !== 'text-classification') {
    throw new UsageError(`The recipe ${name} generates its data: leave --data out.`);
  }
  return ['dataset.type=label-folder', `dataset.path=${path}`];
}

/** @throws UsageError for what is no number of threads. */
function threadsOf({ threads }: TrainCommandOptions): number | undefined {
  if (threads === undefined) return undefined;
  const count = Number(threads);
  if (Number.isSafeInteger(count) && count >= 1 && count <= 1024) return count;
  throw new UsageError(`--threads must be a whole number from 1 to 1024, received "${threads}".`);
}
