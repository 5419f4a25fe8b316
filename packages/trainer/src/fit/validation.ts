import { TrainingError } from '../errors.js';
import { evaluate } from '../evaluate.js';
import { type EpochRecord, isBetter, means, zeroTotals } from './history.js';
import type { TrainingRun } from './training-run.js';

/** Validates after the last batch of an epoch, records it, keeps the parameters of the best epoch, and makes a checkpoint. */
export async function endEpoch(run: TrainingRun): Promise<void> {
  const { progress, options, model } = run;
  const { validation, metrics, onEpoch, onParameters } = options;
  const scores = validation && (await evaluate(model, validation, { metrics }));
  if (scores?.count === 0) throw new TrainingError('The validation stream has no examples.');
  if (scores && !Number.isFinite(scores.loss)) {
    throw run.divergence(`The validation loss became ${scores.loss}`);
  }
  progress.epoch += 1;
  const record: EpochRecord = {
    epoch: progress.epoch,
    ...run.phase,
    step: progress.step,
    learningRate: run.learningRate(progress.step - 1),
    ...means(progress.totals),
    ...(scores && { validationLoss: scores.loss, validationAccuracy: scores.accuracy }),
    ...(scores?.metrics && { validationMetrics: scores.metrics }),
  };
  progress.history.push(record);
  progress.batches = 0;
  progress.totals = zeroTotals();
  if (isBetter(run.monitored, record, progress.best)) {
    progress.best = { epoch: record.epoch, value: run.monitored.value(record)! };
    run.bestParameters = (await run.state()).parameters;
  }
  await onEpoch?.(record);
  if (onParameters) {
    await onParameters((await run.state()).parameters, { epoch: record.epoch, step: record.step });
  }
  await run.checkpoint();
}

/** Early stopping: whether the last `patience` epochs of the phase brought no better one. */
export function isOutOfPatience({ progress, options }: TrainingRun): boolean {
  const { patience = Number.POSITIVE_INFINITY } = options;
  const start = progress.phase?.epoch ?? 0;
  return progress.epoch - Math.max(start, progress.best?.epoch ?? progress.epoch) >= patience;
}
