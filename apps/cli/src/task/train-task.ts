import { parameterCount } from '@rnnlab/models';
import { onnxruntime } from '@rnnlab/trainer';
import { Interrupted } from '../errors/interrupted.js';
import type { ProgressView } from '../progress/index.js';
import type { Stop } from '../signals.js';
import { trainDistinct, wantsDistinct } from './distinct.js';
import { exportModel } from './export-model.js';
import { PARTS } from './prepare.js';
import { writeReport } from './report.js';
import type { Result } from './result.js';
import { predictSamples } from './samples.js';
import { majority, scorePart } from './score.js';
import type { StartedRun } from './start-run.js';
import { trainRun } from './train-run.js';

export interface TaskContext {
  stop: Stop;
  view: ProgressView;
  resumeCommand: string;
}

/**
 * Everything from training to the report. Each part leaves its files behind; `result.json` comes last, so that
 * a run without it is one to go on with.
 *
 * @throws Interrupted when it was asked to stop.
 */
export async function trainTask(started: StartedRun, context: TaskContext): Promise<Result> {
  const { run, config, prepared } = started;
  const { stop, view, resumeCommand } = context;
  const { settings, spec } = config;
  const { parts, labels, data, tokenizer } = prepared;

  const trained = await trainRun({ ...started, recipe: config.recipe, settings, stop, view, resumeCommand });
  const test = await scorePart(spec, trained.parameters, parts.test, labels.length);
  const epochs = trained.history.length;
  const testAccuracy = test.accuracy;
  const model = exportModel(config, trained.parameters, tokenizer, labels, { epochs, testAccuracy });
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
      parts: Object.fromEntries(PARTS.map((name) => [name, parts[name].texts.length])),
    },
    parameters: parameterCount(spec),
    epochs,
    bestEpoch: trained.bestEpoch,
    stopped: trained.stopped,
    seconds: trained.seconds,
    engine: await onnxruntime().describe(),
    finished: new Date().toISOString(),
    baseline: majority(parts.train, parts.test, labels),
    test,
    ...(distinct && { distinct }),
    predictions: await predictSamples(model, parts.test.texts, tokenizer),
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
