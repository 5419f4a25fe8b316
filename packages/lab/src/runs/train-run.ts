import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parameterCount } from '@rnnlab/models';
import type { OptimizerSpec } from '@rnnlab/onnx';
import { hasCode, shellWord } from '@rnnlab/shared';
import {
  type Checkpoint,
  type DivergenceError,
  type Engine,
  type FitResult,
  fit,
  type RunDirectory,
  type ScheduleSpec,
  type TrainingPosition,
} from '@rnnlab/trainer';
import { InterruptedError, LabError } from '../errors.js';
import { recipes } from '../recipes/index.js';
import { learningRateFactor } from '../settings/optimization.js';
import { settingText } from '../settings/option.js';
import { changesOf, type Phase, settingsIn } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import { majorityBaseline } from '../tasks/classification.js';
import { generatesTexts, generateTexts, generationOptions } from '../tasks/generation.js';
import { taskOf } from '../tasks/index.js';
import { type Data, PARTS } from '../tasks/task.js';
import { exportParameters } from './export.js';
import { unitsOf } from './measures.js';
import { writeReport } from './report.js';
import { finalTexts, logSamples, writeSamples } from './samples.js';
import { reopenRun, type StartedRun, startRun } from './start-run.js';
import { type Config, openStored, type Result } from './stored-run.js';
import type { TrainingCallbacks } from './training-options.js';

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

/** The engine, signal and callbacks of a training. */
interface TrainingContext extends TrainingCallbacks {
  engine: Engine;
  /** Stops the training after the steps under way when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Whether it is the second training, on a split by distinct text. */
  distinct?: boolean;
}

/** A finished training with the seconds of all its calls. */
type TrainingResult = FitResult & { stopped: 'finished' | 'early' };

/**
 * Trains in a run directory: metrics and checkpoints are on disk as they come.
 *
 * @throws {InterruptedError} When the signal was aborted; everything up to the last step is saved.
 * @throws {LabError} When the loss stops being finite; the last good checkpoint is kept.
 */
async function trainRun(started: StartedRun, context: TrainingContext): Promise<TrainingResult> {
  const { directory, config, prepared, resume } = started;
  const { engine, signal, distinct = false, onTrainBegin, onProgress, onEpoch, onTrainEnd, onNote } = context;
  const { spec, loss, parts, augmentation } = prepared;
  const { settings, phases = [] } = config;
  const { optimizer, batchSize, seed, monitor, samples } = settings;
  const before = resume ? await secondsSoFar(directory) : 0;
  const began = performance.now();
  const seconds = (): number => before + (performance.now() - began) / 1000;
  let best = resume?.progress.best?.value;
  const isBest = (value: number): boolean => {
    const better = best === undefined || (monitor === 'validationAccuracy' ? value > best : value < best);
    if (better) best = value;
    return better;
  };
  if (resume) {
    await directory.rewindMetrics(resume.progress.step);
    await writeSamples(directory);
  }
  const write = async (parameters: Float32Array, at: TrainingPosition): Promise<void> => {
    const model = exportParameters(config, parameters, prepared, { epochs: at.epoch });
    const texts = await generateTexts(model, generationOptions(settings, at.step));
    await logSamples(directory, { kind: 'samples', ...at, temperature: samples!.temperature, texts });
  };
  const train = (phase: Settings, from: Checkpoint | undefined, newPhase: boolean): Promise<FitResult> => {
    const { epochs, patience } = phase;
    const until = epochs + epochsBefore(from, newPhase);
    return fit({
      spec,
      loss,
      engine,
      train: parts.train.examples,
      validation: parts.validation.examples,
      augmentation,
      optimizer: specOf<OptimizerSpec>(optimizer),
      learningRate: phase.learningRate * learningRateFactor(phase),
      schedule: specOf<ScheduleSpec>(phase.schedule),
      batchSize,
      epochs,
      seed,
      monitor,
      patience: patience ?? undefined,
      resume: from,
      newPhase,
      signal,
      onProgress,
      onSteps: (record) => directory.log({ kind: 'step', ...record }),
      onEpoch: async (record) => {
        await directory.log({ kind: 'epoch', ...record });
        onEpoch?.(record, { epochs: until, best: isBest(record[monitor]!), distinct });
      },
      ...(samples && generatesTexts(samples) && { onParameters: write }),
      parametersEvery: samples?.everySteps ?? undefined,
      onCheckpoint: async (checkpoint) => {
        await directory.save(spec, checkpoint);
        // Not among the metrics: those are the same whenever the run is made again.
        await directory.writeJson('time.json', { seconds: seconds() });
      },
    });
  };
  onTrainBegin?.(parts.train.examples.length);
  let number = resume?.progress.phase?.number ?? 1;
  let checkpoint = resume;
  try {
    for (let newPhase = false; ; newPhase = true, number++) {
      const next = phases[number - 1];
      const over = next?.afterStep !== undefined && checkpoint && checkpoint.progress.step >= next.afterStep;
      if (over) continue;
      const now = settingsIn(settings, phases, number);
      if (newPhase) onNote?.(phaseNote(number, settings, phases));
      const result = await train(now, checkpoint, newPhase);
      if (result.stopped === 'interrupted') throw interrupted(directory, result.checkpoint);
      checkpoint = result.checkpoint;
      if (!next) return { ...result, stopped: result.stopped, seconds: seconds() };
    }
  } catch (error) {
    if (hasCode(error, 'RNNLAB_DIVERGENCE')) throw divergence(started, error as DivergenceError);
    throw error;
  } finally {
    onTrainEnd?.();
  }
}

/** Epochs of the phases before the one that is resumed, or begins, at a checkpoint. */
function epochsBefore(from: Checkpoint | undefined, newPhase: boolean): number {
  if (!from) return 0;
  const { phase, epoch } = from.progress;
  return newPhase ? epoch : (phase?.epoch ?? 0);
}

function phaseNote(number: number, settings: Settings, phases: readonly Phase[]): string {
  const changes = changesOf(settingsIn(settings, phases, number - 1), settingsIn(settings, phases, number));
  return `Phase ${number}: ${changes.map(([key, value]) => `${key}=${settingText(value)}`).join(', ')}`;
}

async function secondsSoFar(directory: RunDirectory): Promise<number> {
  const { seconds } = await directory
    .readJson<{ seconds: number }>('time.json')
    .catch(() => ({ seconds: 0 }));
  return seconds;
}

const interrupted = ({ path }: RunDirectory, { progress }: Checkpoint): InterruptedError =>
  new InterruptedError(
    `Stopped after step ${progress.step}, in epoch ${progress.epoch + 1}; everything is saved in ${path}.`,
    path,
  );

/** A choice as its library reads it: settings of `none` left out. */
const specOf = <Spec>(choice: Record<string, unknown>): Spec =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null)) as Spec;

function divergence(
  { directory, config: { recipe, settings } }: StartedRun,
  error: DivergenceError,
): LabError {
  const { step, learningRate } = error;
  const number = (value: number): string => String(Number(value.toPrecision(2)));
  const usual = recipes[recipe]?.settings.learningRate ?? settings.learningRate;
  const lower = Math.min(usual, settings.learningRate / 10);
  const clip = settings.optimizer.globalClipNorm === null ? ', or optimizer.globalClipNorm=1' : '';
  return new LabError(
    `The loss is not a number any more at step ${step}, with a learning rate of ${number(learningRate)}; ` +
      `the checkpoint from before is in ${shellWord(directory.path)}: try learningRate=${number(lower)}${clip}.`,
    { option: 'learningRate', cause: error },
  );
}
