import { availableParallelism } from 'node:os';
import { aPath, checkOptions } from '@rnnlab/shared';
import { type EngineOption, resolveEngine } from '../engines.js';
import { LabError } from '../errors.js';
import { recipeOf } from '../recipes/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { changeSettings, type SettingChanges } from '../settings/change.js';
import { loadData } from '../tasks/index.js';
import { openRun, type Run } from './run.js';
import { introductionOf, startRun } from './start-run.js';
import { completeRun } from './train-run.js';
import { requireThreads, TRAINING_OPTIONS, type TrainingCallbacks } from './training-options.js';

/** Options of {@link trainRecipe}. */
export interface TrainRecipeOptions extends TrainingCallbacks {
  /** Changes to the recipe's settings: `{ model: { units: 64 }, epochs: 3 }`, or as texts. */
  settings?: SettingChanges | undefined;
  /** Path of the data: the folder of the recipe's dataset, or instead a text file or a folder of `<Label>.txt` files. */
  data?: string | undefined;
  /** The run directory, a new or empty folder. Default: `runs/<recipe>-<n>` with the next free number. */
  out?: string | undefined;
  /** Engine that trains. Default: `'auto'`. */
  engine?: EngineOption | undefined;
  /** Number of threads, from 1 to 1024; another number gives other bits. Default: one for each processor. */
  threads?: number | undefined;
  /** Stops the training after the step under way when it is aborted. */
  signal?: AbortSignal | undefined;
}

const OPTIONS = { ...TRAINING_OPTIONS, data: aPath, out: aPath };

/**
 * Trains a recipe and writes everything into a run directory: checkpoints from which it is resumed, metrics, the model as
 * one ONNX file, figures and a report. The same recipe, seed, engine and threads give the same weights, bit for bit.
 *
 * @param recipe - A name, see `recipes`, or a recipe of your own, see `defineRecipe`.
 * @throws {LabError} For an unknown recipe, setting or option, a folder that is in use, data that cannot be read, and a
 *   training that diverges; EngineError if the engine is not installed.
 * @throws {InterruptedError} When the signal was aborted; `openRun(path)` and `resume()` finish it.
 * @example
 * const run = await trainRecipe('names', { settings: { model: { units: 64 }, epochs: 3 } });
 * const { test } = await run.result();
 * console.log(test.accuracy);
 */
export async function trainRecipe(recipe: string | Recipe, options: TrainRecipeOptions = {}): Promise<Run> {
  checkOptions('trainRecipe', options, OPTIONS, LabError);
  const { threads = availableParallelism(), signal, onNote, onStart } = options;
  requireThreads(threads);
  const known = recipeOf(recipe);
  const settings = changeSettings(known, options.settings, options.data);
  const { engine, reason } = resolveEngine(options.engine, threads);
  // An engine that cannot start leaves no folder behind.
  await engine.describe();
  const data = await loadData(settings);
  const { name, unit, phases } = known;
  const plan = { recipe: name, unit, settings, phases, engine: engine.name, threads };
  const started = await startRun(options.out, plan, data);
  if (reason) onNote?.(reason);
  onStart?.(introductionOf(started));
  await completeRun(started, { ...options, engine, signal });
  return openRun(started.directory.path);
}
