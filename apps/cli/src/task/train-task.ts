import { parameterCount } from '@rnnlab/models';
import type { Engine } from '@rnnlab/trainer';
import { Interrupted } from '../errors/interrupted.js';
import type { ProgressView } from '../progress/index.js';
import type { Stop } from '../signals.js';
import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import { PARTS } from '../tasks/task.js';
import { trainDistinct, wantsDistinct } from './distinct.js';
import { exportModel } from './export-model.js';
import { finalTexts } from './final-texts.js';
import { writeReport } from './report.js';
import type { Result } from './result.js';
import type { StartedRun } from './start-run.js';
import { trainRun } from './train-run.js';

export interface TaskContext {
  stop: Stop;
  view: ProgressView;
  resumeCommand: string;
  engine: Engine;
}

/**
 * Everything from training to the report. Each part leaves its files behind; `result.json` comes last, so that
 * a run without it is one to go on with.
 *
 * @throws Interrupted when it was asked to stop.
 */
export async function trainTask(started: StartedRun, context: TaskContext): Promise<Result> {
  const { run, config, prepared } = started;
  const { stop, view, resumeCommand, engine } = context;
  const { settings, spec } = config;
  const { parts, labels, data } = prepared;
  const task = taskOf(settings);

  const trained = await trainRun({
    ...started,
    recipe: config.recipe,
    settings,
    phases: config.phases ?? [],
    stop,
    view,
    resumeCommand,
    engine,
  });
  const { parameters } = trained;
  const test = await task.score(prepared, parts.test, { parameters, engine });
  const onTrain = settings.scoreTrain
    ? await task.score(prepared, parts.train, { parameters, engine })
    : undefined;
  const epochs = trained.history.length;
  const testAccuracy = test.accuracy;
  const testLoss = test.language && test.loss;
  const model = exportModel(config, parameters, prepared, { epochs, testAccuracy, testLoss });
  await run.write('model.onnx', model);

  let distinct: Result['distinct'];
  if (wantsDistinct(settings, data)) {
    const share = Math.round(data.repeats * 100);
    view.note(`\n${share} % of the texts repeat: once more on a split in which no text is in two parts.`);
    distinct = await trainDistinct(started, context);
  }

  const result: Result = {
    recipe: config.recipe,
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
  await writeReport({ run, config, data, labels, history: trained.history, result });
  if (stop.received) {
    throw new Interrupted(
      stop.received,
      `Stopped before the run in ${run.path} was complete. Go on with: ${resumeCommand}`,
    );
  }
  await run.writeJson('result.json', result);
  return result;
}
