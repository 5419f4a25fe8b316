import { parameterCount } from '@rnnlab/models';
import { InterruptedError } from '../error.js';
import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import { PARTS } from '../tasks/task.js';
import { trainDistinct, wantsDistinct } from './distinct.js';
import { exportParameters } from './export-parameters.js';
import { finalTexts } from './final-texts.js';
import { writeReport } from './report.js';
import type { Result } from './result.js';
import type { StartedRun } from './start-run.js';
import { type TrainingContext, trainRun } from './train-run.js';
import { unitsOf } from './units.js';

/**
 * Everything from training to the report. Each part leaves its files behind; `result.json` comes last, so that
 * a run without it is one to resume.
 *
 * @throws InterruptedError when it was asked to stop before all was computed.
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
  const goOn = (): void => {
    if (!signal?.aborted) return;
    throw new InterruptedError(
      `Stopped after the training, before its results were complete; everything is saved in ${directory.path}.`,
      directory.path,
    );
  };
  goOn();
  const test = await task.score(prepared, parts.test, { parameters, engine });
  goOn();
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
  goOn();
  let distinct: Result['distinct'];
  if (wantsDistinct(settings, data)) {
    const share = Math.round(data.repeats * 100);
    onNote?.(`${share} % of the texts repeat: once more on a split in which no text is in two parts.`);
    distinct = await trainDistinct(started, context);
  }
  goOn();
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
    ...(labels.length > 0 && { baseline: majority(parts.train, parts.test, labels) }),
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
