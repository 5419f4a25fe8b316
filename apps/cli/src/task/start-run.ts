import { existsSync } from 'node:fs';
import { type Checkpoint, RunDirectory } from '@rnnlab/trainer';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data, Prepared } from '../tasks/task.js';
import { makeFolder } from './make-folder.js';
import type { Phase } from './phases.js';
import { type Config, configOf, openRun } from './stored-run.js';
import { versions } from './versions.js';

/** A run that is ready to be trained. */
export interface StartedRun {
  run: RunDirectory;
  config: Config;
  prepared: Prepared;
  resume: Checkpoint | undefined;
}

/** Starts a run in a folder that is new or empty. Nothing is written before the data are known to be good. */
export async function startRun(
  path: string,
  recipe: string,
  settings: Settings,
  data: Data,
  phases?: readonly Phase[],
): Promise<StartedRun> {
  const prepared = await taskOf(settings).prepare(settings, data);
  const config = configOf(recipe, settings, phases, prepared, versions());
  await makeFolder(path);
  const run = await RunDirectory.create(path, config);
  await writeVocabulary(run, prepared);
  return { run, config, prepared, resume: undefined };
}

/** Opens a run that was started, where it stands. */
export async function reopenRun(path: string, data: Data): Promise<StartedRun> {
  const stored = await openRun(path);
  const { run, config } = stored;
  const prepared = await taskOf(config.settings).prepare(config.settings, data, run);
  await writeVocabulary(run, prepared);
  const trained = existsSync(run.file('checkpoints/last.safetensors'));
  return { run, config, prepared, resume: trained ? await run.restore(config.spec) : undefined };
}

/** What is needed of the data to export a model. */
async function writeVocabulary(
  run: RunDirectory,
  { tokenizer, labels, image, language }: Prepared,
): Promise<void> {
  if (tokenizer) await run.writeJson('tokenizer.json', tokenizer);
  if (labels.length > 0) await run.writeJson('labels.json', labels);
  if (image) await run.writeJson('image.json', image);
  if (language) await run.writeJson('language.json', language);
}
