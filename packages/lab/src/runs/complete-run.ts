import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parameterCount } from '@rnnlab/models';
import { hasCode } from '@rnnlab/shared';
import { InterruptedError } from '../errors.js';
import type { Settings } from '../settings/settings.js';
import { majorityBaseline } from '../tasks/classification.js';
import { taskOf } from '../tasks/index.js';
import { type Data, PARTS } from '../tasks/task.js';
import { exportParameters } from './export.js';
import { unitsOf } from './measures.js';
import { writeReport } from './report.js';
import { finalTexts } from './samples.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { type Config, openStored, type Result } from './stored-run.js';
import { type TrainingContext, trainRun } from './train-run.js';

/**
 * Everything from training to the report. Each part leaves its files behind; `result.json` comes last, so that
 * a run without it is one to resume.
 *
 * @throws {InterruptedError} When the signal was aborted before all was computed.
 */
export async function completeRun(started: StartedRun, context: TrainingContext): Promise<Result> {
  const { directory, config, prepared } = started;
  const { engine, signal, onNote } = context;
  const { settings, spec } = config;
  const { parts, labels, data } = prepared;
  const task = taskOf(settings);
  const trained = await trainRun(started, context);
  const { parameters } = trained;
  // Asked before what takes long: it is done again when the run is resumed.
  const stopIfAborted = (): void => {
    if (!signal?.aborted) return;
    throw new InterruptedError(
      `Stopped after the training, before its results were complete; everything is saved in ${directory.path}.`,
      directory.path,
    );
  };
  stopIfAborted();
  const test = await task.score(prepared, parts.test, { parameters, engine });
  stopIfAborted();
  const onTrain = settings.scoreTrain
    ? await task.score(prepared, parts.train, { parameters, engine })
    : undefined;
  const epochs = trained.history.length;
  const model = exportParameters(config, parameters, prepared, {
    epochs,
    testAccuracy: test.accuracy,
    testLoss: test.language && test.loss,
  });
  await directory.write('model.onnx', model);
  stopIfAborted();
  let distinct: Result['distinct'];
  if (wantsDistinct(settings, data)) {
    const share = Math.round(data.repeats * 100);
    onNote?.(`${share} % of the texts repeat: once more on a split in which no text is in two parts.`);
    distinct = await trainDistinct(started, context);
  }
  stopIfAborted();
  const result: Result = {
    recipe: config.recipe,
    unit: unitsOf(config, data).part,
    dataset: {
      name: config.data.name,
      examples: config.data.examples,
      classes: labels.length,
      parts: Object.fromEntries(PARTS.map((name) => [name, parts[name].examples.length])),
    },
    parameters: parameterCount(spec),
    epochs,
    bestEpoch: trained.bestEpoch,
    stopped: trained.stopped,
    seconds: trained.seconds,
    engine: await engine.describe(),
    finished: new Date().toISOString(),
    ...(labels.length > 0 && { baseline: majorityBaseline(parts.train, parts.test, labels) }),
    test,
    ...(onTrain && { train: onTrain }),
    ...(distinct && { distinct }),
    predictions: await task.samples(prepared, { parameters, engine }, model),
    ...(await finalTexts(prepared, settings, model)),
  };
  await writeReport(directory, { config, data, labels, history: trained.history, result });
  await directory.writeJson('result.json', result);
  return result;
}

/** Below this share of repeated texts a random split is as good as one by text. */
const FEW_REPEATS = 0.01;

const wantsDistinct = ({ split }: Settings, { repeats }: Data): boolean =>
  split?.distinct === true && split.by === 'example' && repeats > FEW_REPEATS;

/**
 * Trains the same once more on a split in which no text is in two parts, as a run of its own in the folder
 * `distinct` of the first one.
 *
 * @throws {InterruptedError} With the folder of the first one, from where both are resumed.
 */
async function trainDistinct(
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
  const baseline = majorityBaseline(parts.train, parts.test, labels).accuracy;
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
