import type { OptimizerSpec } from '@rnnlab/onnx';
import {
  type Checkpoint,
  DivergenceError,
  type Engine,
  type FitResult,
  fit,
  type RunDirectory,
  type ScheduleSpec,
  type TrainingPosition,
} from '@rnnlab/trainer';
import { Interrupted } from '../errors/interrupted.js';
import { UsageError } from '../errors/usage-error.js';
import { written } from '../fields/field.js';
import type { ProgressView } from '../progress/index.js';
import { recipes } from '../recipes/index.js';
import { batchFactor } from '../recipes/learning-rate.js';
import type { Settings } from '../recipes/recipe.js';
import type { Stop } from '../signals.js';
import type { Prepared } from '../tasks/task.js';
import { wantsTexts, writeTexts, writingOf } from '../tasks/write-texts.js';
import { shellWord } from '../terminal/format.js';
import { exportModel } from './export-model.js';
import { changesOf, type Phase, settingsIn } from './phases.js';
import { logSamples, writeSamples } from './samples.js';
import type { Config } from './stored-run.js';

export interface TrainRun {
  run: RunDirectory;
  /** Its name. */
  recipe: string;
  settings: Settings;
  prepared: Prepared;
  /** Where the run stands, if it is not new. */
  resume: Checkpoint | undefined;
  config: Config;
  /** How it goes on after the first phase, if there are several. */
  phases: readonly Phase[];
  stop: Stop;
  view: ProgressView;
  engine: Engine;
  /** What a user types to go on. */
  resumeCommand: string;
}

/** A finished training with the seconds of all its calls. */
export type Trained = FitResult & { stopped: 'finished' | 'early' };

/**
 * Trains in a run directory: metrics and checkpoints are on disk as they come.
 *
 * @throws Interrupted when it was asked to stop; everything up to the last step is saved.
 * @throws UsageError when the loss stops being finite; the last good checkpoint is kept.
 */
export async function trainRun(options: TrainRun): Promise<Trained> {
  const { run, config, settings, phases, prepared, resume, stop, view, engine } = options;
  const { spec, loss, parts, augmentation } = prepared;
  const { optimizer, batch, seed, monitor } = settings;
  const before = resume ? await secondsSoFar(run) : 0;
  const began = performance.now();
  const seconds = (): number => before + (performance.now() - began) / 1000;
  let best = resume?.progress.best?.value;
  const isBest = (value: number): boolean => {
    const better = best === undefined || (monitor === 'validationAccuracy' ? value > best : value < best);
    if (better) best = value;
    return better;
  };
  if (resume) {
    await run.rewindMetrics(resume.progress.step);
    await writeSamples(run);
  }
  const { samples } = settings;
  const write = async (parameters: Float32Array, at: TrainingPosition): Promise<void> => {
    const model = exportModel(config, parameters, prepared, { epochs: at.epoch });
    const texts = await writeTexts(model, writingOf(settings, at.step));
    await logSamples(run, { kind: 'samples', ...at, temperature: samples!.temperature, texts });
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
      learningRate: phase.learningRate * batchFactor(phase),
      schedule: specOf<ScheduleSpec>(phase.schedule),
      batch,
      epochs,
      seed,
      monitor,
      patience: patience ?? undefined,
      resume: from,
      newPhase,
      signal: stop.signal,
      onProgress: (report) => view.progress(report),
      onSteps: (record) => run.log({ kind: 'step', ...record }),
      onEpoch: async (record) => {
        await run.log({ kind: 'epoch', ...record });
        view.epoch(record, { epochs: until, best: isBest(record[monitor]!) });
      },
      ...(samples && wantsTexts(samples) && { onParameters: write }),
      parametersEvery: samples?.every ?? undefined,
      onCheckpoint: async (checkpoint) => {
        await run.save(spec, checkpoint);
        // Not among the metrics: those are the same whenever the run is made again.
        await run.writeJson('time.json', { seconds: seconds() });
      },
    });
  };

  view.start(parts.train.examples.length);
  let number = resume?.progress.phase?.number ?? 1;
  let checkpoint = resume;
  try {
    for (let newPhase = false; ; newPhase = true, number++) {
      const next = phases[number - 1];
      const over = next?.afterStep !== undefined && checkpoint && checkpoint.progress.step >= next.afterStep;
      if (over) continue;
      const now = settingsIn(settings, phases, number);
      if (newPhase) view.note(phaseNote(number, changesOf(settingsIn(settings, phases, number - 1), now)));
      const result = await train(now, checkpoint, newPhase);
      if (result.stopped === 'interrupted') throw interrupted(options, result.checkpoint);
      checkpoint = result.checkpoint;
      if (!next) return { ...result, stopped: result.stopped, seconds: seconds() };
    }
  } catch (error) {
    if (error instanceof DivergenceError) throw divergence(options, error);
    throw error;
  } finally {
    view.end();
  }
}

/** Epochs of the phases before the one that goes on, or begins, at a checkpoint. */
function epochsBefore(from: Checkpoint | undefined, newPhase: boolean): number {
  if (!from) return 0;
  const { phase, epoch } = from.progress;
  return newPhase ? epoch : (phase?.epoch ?? 0);
}

const phaseNote = (number: number, changes: readonly [string, unknown][]): string =>
  `Phase ${number}: ${changes.map(([key, value]) => `${key}=${written(value)}`).join(', ')}`;

async function secondsSoFar(run: RunDirectory): Promise<number> {
  const { seconds } = await run.readJson<{ seconds: number }>('time.json').catch(() => ({ seconds: 0 }));
  return seconds;
}

function interrupted({ run, stop, resumeCommand }: TrainRun, { progress }: Checkpoint): Interrupted {
  return new Interrupted(
    stop.received!,
    `Stopped after step ${progress.step}, in epoch ${progress.epoch + 1}; everything is saved in ${run.path}. ` +
      `Go on with: ${resumeCommand}`,
  );
}

/** A choice as its library reads it: settings of `none` left out. */
const specOf = <Spec>(choice: Record<string, unknown>): Spec =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null)) as Spec;

function divergence(
  { run, recipe, settings }: TrainRun,
  { step, learningRate }: DivergenceError,
): UsageError {
  const number = (value: number): string => String(Number(value.toPrecision(2)));
  const usual = recipes[recipe]?.settings.learningRate ?? settings.learningRate;
  const lower = Math.min(usual, settings.learningRate / 10);
  const clip = settings.optimizer.clipGlobalNorm === null ? ', or --set optimizer.clipGlobalNorm=1' : '';
  return new UsageError(
    `The loss is not a number any more at step ${step}, with a learning rate of ${number(learningRate)}: ` +
      `try --set learningRate=${number(lower)}${clip}; ` +
      `the checkpoint from before is in ${shellWord(run.path)}.`,
  );
}
