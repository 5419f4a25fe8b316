import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parameterCount } from '@rnnlab/models';
import { hasCode } from '@rnnlab/shared';
import { type Checkpoint, RunDirectory } from '@rnnlab/trainer';
import { LabError } from '../errors.js';
import { taskOf } from '../tasks/index.js';
import { modelName } from '../tasks/model.js';
import type { Data, Prepared } from '../tasks/task.js';
import { versions } from '../versions.js';
import { unitsOf } from './measures.js';
import { makeRunFolder } from './run-folder.js';
import { type Config, checkpointOf, configOf, type RunPlan, type StoredRun } from './stored-run.js';
import type { RunIntroduction } from './training-options.js';

/** A run that is ready to be trained. */
export interface StartedRun {
  directory: RunDirectory;
  config: Config;
  prepared: Prepared;
  /** The checkpoint to resume from, if it is not new. */
  resume: Checkpoint | undefined;
}

/**
 * Starts a run. Nothing is written before the data are known to be good.
 *
 * @param path - A folder that is new or empty; by default `runs/<recipe>-<n>` with the next free number.
 * @throws {LabError} If something is in the folder, or it cannot be written.
 */
export async function startRun(path: string | undefined, plan: RunPlan, data: Data): Promise<StartedRun> {
  const { recipe, settings } = plan;
  if (path !== undefined && existsSync(join(path, 'result.json'))) {
    throw new LabError(
      `The folder ${path} holds a run that is finished: choose another one, or resume that one with another learning rate or schedule.`,
      { option: 'out' },
    );
  }
  const prepared = await taskOf(settings).prepare(settings, data);
  const config = configOf(plan, prepared, versions());
  const directory = await create(path ?? (await makeRunFolder(recipe)), config);
  await writeVocabulary(directory, prepared);
  return { directory, config, prepared, resume: undefined };
}

const create = (path: string, config: Config): Promise<RunDirectory> =>
  RunDirectory.create(path, config).catch((error) => {
    throw hasCode(error, 'RNNLAB_RUN')
      ? new LabError((error as Error).message, { option: 'out', cause: error })
      : error;
  });

/** Opens a started run to resume it. */
export async function reopenRun(stored: StoredRun, data: Data): Promise<StartedRun> {
  const { directory, config } = stored;
  const prepared = await taskOf(config.settings).prepare(config.settings, data, directory);
  requireVocabulary(directory, config, prepared);
  await writeVocabulary(directory, prepared);
  return { directory, config, prepared, resume: await checkpointOf(stored) };
}

/** Introduces a run for `onStart`. */
export function introductionOf({ directory, config, prepared, resume }: StartedRun): RunIntroduction {
  const { parts, labels, data } = prepared;
  const unit = unitsOf(config, data);
  return {
    path: directory.path,
    recipe: config.recipe,
    model: modelName(config.spec),
    parameters: parameterCount(config.spec),
    data: { name: config.data.name, examples: config.data.examples, unit: unit.data },
    classes: labels.length,
    parts: {
      train: parts.train.examples.length,
      validation: parts.validation.examples.length,
      test: parts.test.examples.length,
      unit: unit.part,
    },
    ...(resume && { step: resume.progress.step }),
  };
}

/** @throws {LabError} If the vocabulary is not that of the model. */
function requireVocabulary(directory: RunDirectory, { spec }: Config, { spec: now }: Prepared): void {
  const [before, after] = [spec.input, now.input];
  if (before.type !== 'tokens' || after.type !== 'tokens' || before.vocabulary === after.vocabulary) return;
  throw new LabError(
    `The vocabulary in ${directory.file('tokenizer.json')} has ${after.vocabulary} tokens, but the model in ${directory.path} was trained ` +
      `with ${before.vocabulary}: put its own file back, or start a new run.`,
  );
}

/** Writes the files of a run that an export needs: tokenizer, labels, image size, language card. */
async function writeVocabulary(
  directory: RunDirectory,
  { tokenizer, labels, image, language }: Prepared,
): Promise<void> {
  if (tokenizer) await directory.writeJson('tokenizer.json', tokenizer);
  if (labels.length > 0) await directory.writeJson('labels.json', labels);
  if (image) await directory.writeJson('image.json', image);
  if (language) await directory.writeJson('language.json', language);
}
