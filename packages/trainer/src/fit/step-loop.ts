import { Generator } from '@rnnlab/shared';
import type { Batches } from '../data/batches.js';
import type { Batch } from '../data/examples.js';
import { breather } from '../engines/event-loop.js';
import { DivergenceError } from '../errors.js';
import { addStep, means, zeroTotals } from './history.js';
import type { TrainingRun } from './training-run.js';

const LOGS_PER_EPOCH = 10;
/** While the number of batches of an epoch is unknown. */
const STEPS_PER_LOG = 100;
/** Target duration of a call of an engine, in milliseconds: progress and interrupts come between two calls. */
const CALL_MS = 1000;
/** A call holds the batches and dropout masks of all its steps. */
const MAX_STEPS = 64;

/** The loop over the training steps of an epoch, several in each call of the engine. */
export class StepLoop {
  readonly #run: TrainingRun;
  #stepsPerCall = 1;
  /** Seed of the epoch's augmentation. */
  #augmentationSeed = 0;
  /** Examples trained in this call of `fit`, or tokens of a stream. */
  #examples = 0;

  constructor(run: TrainingRun) {
    this.#run = run;
  }

  /** Trains one epoch, or what is left of it; false if it was interrupted. */
  async epoch(): Promise<boolean> {
    const { progress, source, options } = this.#run;
    const { augmentation, signal } = options;
    // Before the order is drawn: a checkpoint at the start of an epoch draws it again.
    if (signal?.aborted) return false;
    // The order follows from the generator's state at the epoch's start, which has moved on since then.
    const ordering = progress.batches === 0 ? this.#run.generator : new Generator(progress.epochGenerator);
    if (progress.batches === 0) progress.epochGenerator = this.#run.generator.state;
    source.startEpoch(ordering, { done: progress.batches, position: progress.position });
    // One draw for the epoch's augmentation, so that it does not depend on how many steps share a call either.
    if (augmentation) this.#augmentationSeed = ordering.bits();
    for (let last = false; !last; ) {
      if (signal?.aborted) return false;
      const next = await source.next(this.#maxStepsOfCall());
      await this.#train(next);
      last = next.last;
    }
    return true;
  }

  /** Maximum number of steps of the next call, which ends at the next log line or call of `onParameters`. */
  #maxStepsOfCall(): number {
    const { progress, options } = this.#run;
    const logEvery = this.#logEvery();
    const { parametersEvery = Number.POSITIVE_INFINITY } = options;
    return Math.min(
      this.#stepsPerCall,
      logEvery - (progress.batches % logEvery),
      parametersEvery - (progress.step % parametersEvery || 0),
    );
  }

  #logEvery(): number {
    const known = Math.round(this.#batchesPerEpoch / LOGS_PER_EPOCH);
    return Number.isFinite(known) ? Math.max(1, known) : STEPS_PER_LOG;
  }

  /** Batches of an epoch; where they are unknown those of the epoch before it, or Infinity. */
  get #batchesPerEpoch(): number {
    const { source, progress } = this.#run;
    if (source.batchesPerEpoch !== undefined) return source.batchesPerEpoch;
    const last = progress.history.at(-1);
    return last ? last.step - (progress.history.at(-2)?.step ?? 0) : Number.POSITIVE_INFINITY;
  }

  /** Takes the steps of one call. */
  async #train({ batches, shape, last, position }: Batches): Promise<void> {
    const { progress, source, model } = this.#run;
    const began = performance.now();
    const learningRates = batches.map((_, k) => this.#run.learningRate(progress.step + k));
    await this.#augment(batches, shape.batch);
    const { losses, correct, counts } = await model.train({
      batches,
      shape,
      step: progress.step,
      learningRates,
      // The rows of a token stream begin anew in each epoch.
      resetCarried: progress.batches === 0,
      mask: (entries, rate) => this.#run.generator.mask(entries, rate),
    });
    losses.forEach((loss, k) => {
      if (!Number.isFinite(loss)) {
        throw new DivergenceError(`The loss became ${loss}`, progress.step + k + 1, learningRates[k]!);
      }
      for (const totals of [progress.totals, progress.logTotals]) {
        addStep(totals, loss, correct[k]!, counts[k]!);
      }
    });
    this.#examples += batches.length * shape.batch * (source.stateful ? shape.steps : 1);
    progress.step += batches.length;
    progress.batches += batches.length;
    if (position === undefined) delete progress.position;
    else progress.position = position;
    this.#stepsPerCall = stepsPerCall((performance.now() - began) / batches.length);
    await this.#reportParameters(last);
    this.#reportProgress();
    await this.#log(last);
    // After an epoch's last batch comes the checkpoint of the epoch, with its record.
    if (!last) await this.#run.checkpointIfDue();
  }

  /** Augments batches, each with a generator of its own. */
  async #augment(batches: Batch[], size: number): Promise<void> {
    const { options, progress } = this.#run;
    const yieldToOthers = breather();
    for (const [k, batch] of batches.entries()) {
      const seed = (this.#augmentationSeed + progress.batches + k) % 2 ** 32;
      options.augmentation?.apply(batch, size, new Generator(seed));
      await yieldToOthers();
    }
  }

  /** Calls `onParameters` every so many steps; after an epoch's last batch the end of the epoch does. */
  async #reportParameters(last: boolean): Promise<void> {
    const { parametersEvery, onParameters } = this.#run.options;
    const { step, epoch } = this.#run.progress;
    if (!parametersEvery || !onParameters || step % parametersEvery !== 0 || last) return;
    await onParameters((await this.#run.state()).parameters, { epoch: epoch + 1, step });
  }

  #reportProgress(): void {
    const { progress, options, totalEpochs, seconds } = this.#run;
    const { trainLoss, trainAccuracy } = means(progress.totals);
    options.onProgress?.({
      epoch: progress.epoch + 1,
      epochs: totalEpochs,
      batches: progress.batches,
      batchesPerEpoch: this.#batchesPerEpoch,
      loss: trainLoss,
      accuracy: trainAccuracy,
      examples: this.#examples,
      seconds,
    });
  }

  /** Calls `onSteps` about ten times in an epoch. */
  async #log(last: boolean): Promise<void> {
    const { progress, options, phase } = this.#run;
    if (progress.batches % this.#logEvery() !== 0 && !last) return;
    const { step, epoch, logTotals } = progress;
    await options.onSteps?.({
      step,
      epoch: epoch + 1,
      ...phase,
      learningRate: this.#run.learningRate(step - 1),
      ...means(logTotals),
    });
    progress.logTotals = zeroTotals();
  }
}

/**
 * Computes how many steps `fit` gives to an engine at once: each call copies the whole state out of ONNX Runtime, which
 * takes a twentieth of a step with 2 × LSTM-512.
 *
 * @param ms - Milliseconds of a step.
 * @returns From 1 to 64.
 */
export const stepsPerCall = (ms: number): number =>
  Math.max(1, Math.min(MAX_STEPS, Math.round(CALL_MS / ms)));
