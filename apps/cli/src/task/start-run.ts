import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, RunDirectory } from '@rnnlab/trainer';
import { UsageError } from '../errors/usage-error.js';
import { taskOf } from '../tasks/index.js';
import type { Data, Prepared } from '../tasks/task.js';
import { makeFolder } from './make-folder.js';
import { type Config, configOf, openRun, type RunPlan } from './stored-run.js';
import { versions } from './versions.js';

/** A run that is ready to be trained. */
export interface StartedRun {
  run: RunDirectory;
  config: Config;
  prepared: Prepared;
  resume: Checkpoint | undefined;
}

/** Starts a run in a folder that is new or empty. Nothing is written before the data are known to be good. */
export async function startRun(path: string, plan: RunPlan, data: Data): Promise<StartedRun> {
  const { settings } = plan;
  if (existsSync(join(path, 'result.json'))) {
    throw new UsageError(
      `The folder ${path} holds a run that is finished: choose another one by --run, or train that one further by ` +
        '--resume with another learning rate or schedule.',
    );
  }
  const prepared = await taskOf(settings).prepare(settings, data);
  const config = configOf(plan, prepared, versions());
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
  requireVocabulary(run, config, prepared);
  await writeVocabulary(run, prepared);
  const trained = existsSync(run.file('checkpoints/last.safetensors'));
  return { run, config, prepared, resume: trained ? await run.restore(config.spec) : undefined };
}

/** @throws UsageError if the vocabulary is not that of the model. */
function requireVocabulary(run: RunDirectory, { spec }: Config, { spec: now }: Prepared): void {
  const [before, after] = [spec.input, now.input];
  if (before.type !== 'tokens' || after.type !== 'tokens' || before.vocabulary === after.vocabulary) return;
  throw new UsageError(
    `The vocabulary in ${run.file('tokenizer.json')} has ${after.vocabulary} tokens, but the model in ${run.path} was trained ` +
      `with ${before.vocabulary}: put its own file back, or start a new run.`,
  );
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
