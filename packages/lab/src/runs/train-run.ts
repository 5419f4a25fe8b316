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
import { generatesTexts, generateTexts, generationOptions } from '../tasks/generation.js';
import { exportParameters } from './export.js';
import { logSamples, writeSamples } from './samples.js';
import type { StartedRun } from './start-run.js';
import type { TrainingCallbacks } from './training-options.js';

/** The engine, signal and callbacks of a training. */
export interface TrainingContext extends TrainingCallbacks {
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
export async function trainRun(started: StartedRun, context: TrainingContext): Promise<TrainingResult> {
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
