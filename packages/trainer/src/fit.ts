import { initialise, type ModelSpec } from '@rnnlab/models';
import { type LossSpec, type OptimiserSpec, optimiserOf } from '@rnnlab/onnx';
import type { Checkpoint, Progress } from './checkpoints/checkpoint.js';
import { isBetter, type Monitor } from './early-stopping.js';
import { type CompiledModel, type Engine, initialState } from './engines/engine.js';
import { onnxruntime } from './engines/onnxruntime/engine.js';
import { evaluate } from './evaluate.js';
import type { Examples } from './examples/examples.js';
import { Generator } from './generator.js';
import { addStep, type EpochRecord, means, noTotals, type StepRecord } from './history.js';
import { type Bucket, planEpoch } from './plan.js';
import { type ScheduleSpec, scheduleOf } from './schedules/index.js';

export interface FitOptions {
  spec: ModelSpec;
  train: Examples;
  /** Scored after each epoch. */
  validation?: Examples | undefined;
  /** What is lowered; default softmax cross-entropy. */
  loss?: LossSpec;
  /** Default Adam. */
  optimiser?: OptimiserSpec;
  /** Base learning rate; default .001. */
  learningRate?: number;
  /** How the rate changes over the steps; constant by default. */
  schedule?: ScheduleSpec;
  /** Examples in a step; default 32. */
  batch?: number;
  /** Passes over the examples; default 10. */
  epochs?: number;
  /** Of all randomness; default 0. */
  seed?: number;
  /** Which epoch counts as the best; by default the one with the lowest validation loss, or training loss. */
  monitor?: Monitor;
  /** Stop after this many epochs without a better one; by default never. */
  patience?: number | undefined;
  /** Default {@link onnxruntime}. */
  engine?: Engine;
  /** Go on from here: everything else must be as it was. */
  resume?: Checkpoint | undefined;
  /** Stops after the steps under way when it is aborted. */
  signal?: AbortSignal | undefined;
  /** After each few steps: for a progress bar. */
  onProgress?(report: ProgressReport): void;
  /** Means over the last steps, ten times an epoch. */
  onSteps?(record: StepRecord): void | Promise<void>;
  onEpoch?(record: EpochRecord): void | Promise<void>;
  /** At the start, after each epoch, every half minute and at the end. */
  onCheckpoint?(checkpoint: Checkpoint): void | Promise<void>;
}

export interface ProgressReport {
  /** The epoch under way, from 1. */
  epoch: number;
  epochs: number;
  /** Batches done in it. */
  batches: number;
  batchesPerEpoch: number;
  /** Means over the epoch so far. */
  loss: number;
  accuracy: number;
  /** Examples trained in this call, and the seconds it has trained. */
  examples: number;
  seconds: number;
}

export interface FitResult {
  /** Parameters after the best epoch. */
  parameters: Float32Array;
  history: EpochRecord[];
  /** The best epoch, from 1; 0 if none was completed. */
  bestEpoch: number;
  /** Why it ended. */
  stopped: 'finished' | 'early' | 'interrupted';
  /** Seconds of training and validation in this call. */
  seconds: number;
  checkpoint: Checkpoint;
}

/** A training whose loss is not a number any more. */
export class DivergenceError extends Error {
  override name = 'DivergenceError';
  constructor(
    readonly step: number,
    readonly learningRate: number,
    loss: number,
  ) {
    super(
      `The loss became ${loss} at step ${step} with a learning rate of ${format(learningRate)}: ` +
        `try a learning rate of ${format(learningRate / 10)}, or clip the gradient's norm to 1.`,
    );
  }
}

const format = (value: number): string => String(Number(value.toPrecision(3)));

/** About how long one call of the engine should take, in milliseconds: progress and interrupts come between. */
const CALL_TIME = 150;
const STEPS_PER_CALL = 64;
const SECONDS_PER_CHECKPOINT = 30;
const LOGS_PER_EPOCH = 10;

/**
 * Trains a model: shuffled epochs of length-bucketed batches, validation after each, the best epoch's parameters
 * at the end. The same options give the same parameters, bit for bit, on the same machine; so does a training
 * that was stopped and resumed.
 *
 * @throws DivergenceError when the loss stops being finite; the last checkpoint is from before.
 * @throws SpecError, Error for options that cannot be.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { spec, optimiser = { type: 'adam' }, engine = onnxruntime() } = options;
  if (options.train.length === 0) throw new Error('There is nothing to train on: the training set is empty.');
  const model = await engine.compile(spec, optimiser, options.loss && { loss: options.loss });
  try {
    return await new Training(options, model, optimiserOf(optimiser).slots).run();
  } finally {
    await model.dispose();
  }
}

class Training {
  readonly #options: Required<Pick<FitOptions, 'learningRate' | 'batch' | 'epochs'>> & FitOptions;
  readonly #monitor: Monitor;
  readonly #progress: Progress;
  readonly #generator: Generator;
  readonly #start: Checkpoint['state'];
  readonly #batchesPerEpoch: number;
  readonly #rate: (step: number) => number;
  #bestParameters: Float32Array | undefined;
  #stepsPerCall = 1;
  #examples = 0;
  readonly #began = performance.now();
  #checkpointed = this.#began;

  constructor(
    options: FitOptions,
    readonly model: CompiledModel,
    slots: number,
  ) {
    this.#options = { learningRate: 0.001, batch: 32, epochs: 10, ...options };
    const {
      batch,
      epochs,
      train,
      validation,
      resume,
      seed = 0,
      spec,
      schedule,
      learningRate,
    } = this.#options;
    this.#monitor = options.monitor ?? (validation ? 'validationLoss' : 'trainLoss');
    this.#batchesPerEpoch = Math.ceil(train.length / batch);
    const factor = scheduleOf(schedule ?? { type: 'constant' });
    this.#rate = (step) => learningRate * factor(step, epochs * this.#batchesPerEpoch);
    if (resume) {
      this.#progress = structuredClone(resume.progress);
      this.#generator = new Generator(resume.progress.generator);
      this.#start = resume.state;
      this.#bestParameters = resume.bestParameters;
    } else {
      this.#generator = new Generator(seed);
      this.#start = initialState(
        initialise(spec, () => this.#generator.uniform()),
        slots,
      );
      const { state } = this.#generator;
      this.#progress = {
        epoch: 0,
        batches: 0,
        step: 0,
        epochGenerator: state,
        generator: state,
        totals: noTotals(),
        logTotals: noTotals(),
        history: [],
      };
    }
  }

  async run(): Promise<FitResult> {
    const { epochs, patience = Number.POSITIVE_INFINITY } = this.#options;
    const progress = this.#progress;
    await this.model.setState(this.#start);
    if (!this.#options.resume) await this.#checkpoint();
    let stopped: FitResult['stopped'] = 'finished';
    while (progress.epoch < epochs) {
      if (progress.epoch - (progress.best?.epoch ?? progress.epoch) >= patience) {
        stopped = 'early';
        break;
      }
      if (!(await this.#epoch())) {
        stopped = 'interrupted';
        break;
      }
    }
    const checkpoint = await this.#checkpoint();
    return {
      parameters: this.#bestParameters ?? checkpoint.state.parameters,
      history: progress.history,
      bestEpoch: progress.best?.epoch ?? 0,
      stopped,
      seconds: this.#seconds(),
      checkpoint,
    };
  }

  /** One epoch, or what is left of it; false if it was interrupted. */
  async #epoch(): Promise<boolean> {
    const { train, batch } = this.#options;
    const progress = this.#progress;
    // The order follows from the generator's state at the epoch's start, which has moved on since then.
    const ordering = progress.batches === 0 ? this.#generator : new Generator(progress.epochGenerator);
    if (progress.batches === 0) progress.epochGenerator = this.#generator.state;
    let done = 0;
    for (const bucket of planEpoch(train, batch, ordering)) {
      const left = bucket.batches.slice(Math.max(0, progress.batches - done));
      done += bucket.batches.length;
      while (left.length > 0) {
        if (this.#options.signal?.aborted) return false;
        await this.#call(bucket, left.splice(0, this.#stepsToCall()));
      }
    }
    await this.#endEpoch();
    return true;
  }

  /** How many steps to give to the engine at once: not past the next log line. */
  #stepsToCall(): number {
    const every = this.#logEvery();
    return Math.min(this.#stepsPerCall, every - (this.#progress.batches % every));
  }

  #logEvery(): number {
    return Math.max(1, Math.round(this.#batchesPerEpoch / LOGS_PER_EPOCH));
  }

  async #call({ steps }: Bucket, batches: Uint32Array[]): Promise<void> {
    const { train } = this.#options;
    const progress = this.#progress;
    const began = performance.now();
    const learningRates = batches.map((_, k) => this.#rate(progress.step + k));
    const { losses, correct, counts } = await this.model.train({
      batches: batches.map((indices) => train.batch(indices, steps)),
      shape: { batch: batches[0]!.length, steps },
      step: progress.step,
      learningRates,
      mask: (size, rate) => this.#generator.mask(size, rate),
    });
    batches.forEach((indices, k) => {
      const loss = losses[k]!;
      if (!Number.isFinite(loss)) throw new DivergenceError(progress.step + k + 1, learningRates[k]!, loss);
      for (const totals of [progress.totals, progress.logTotals])
        addStep(totals, loss, correct[k]!, counts[k]!);
      this.#examples += indices.length;
    });
    progress.step += batches.length;
    progress.batches += batches.length;
    const took = (performance.now() - began) / batches.length;
    this.#stepsPerCall = Math.max(1, Math.min(STEPS_PER_CALL, Math.round(CALL_TIME / took)));
    await this.#report();
  }

  async #report(): Promise<void> {
    const progress = this.#progress;
    const { trainLoss, trainAccuracy } = means(progress.totals);
    this.#options.onProgress?.({
      epoch: progress.epoch + 1,
      epochs: this.#options.epochs,
      batches: progress.batches,
      batchesPerEpoch: this.#batchesPerEpoch,
      loss: trainLoss,
      accuracy: trainAccuracy,
      examples: this.#examples,
      seconds: this.#seconds(),
    });
    if (progress.batches % this.#logEvery() === 0 || progress.batches === this.#batchesPerEpoch) {
      const learningRate = this.#rate(progress.step - 1);
      const { step, epoch, logTotals } = progress;
      await this.#options.onSteps?.({ step, epoch: epoch + 1, learningRate, ...means(logTotals) });
      progress.logTotals = noTotals();
    }
    if (performance.now() - this.#checkpointed > SECONDS_PER_CHECKPOINT * 1000) await this.#checkpoint();
  }

  async #endEpoch(): Promise<void> {
    const { validation } = this.#options;
    const progress = this.#progress;
    const scores = validation && validation.length > 0 ? await evaluate(this.model, validation) : undefined;
    progress.epoch += 1;
    const record: EpochRecord = {
      epoch: progress.epoch,
      step: progress.step,
      learningRate: this.#rate(progress.step - 1),
      ...means(progress.totals),
      ...(scores && { validationLoss: scores.loss, validationAccuracy: scores.accuracy }),
    };
    progress.history.push(record);
    progress.batches = 0;
    progress.totals = noTotals();
    if (isBetter(this.#monitor, record, progress.best)) {
      progress.best = { epoch: record.epoch, value: record[this.#monitor]! };
      this.#bestParameters = (await this.model.getState()).parameters;
    }
    await this.#options.onEpoch?.(record);
    await this.#checkpoint();
  }

  async #checkpoint(): Promise<Checkpoint> {
    this.#progress.generator = this.#generator.state;
    const checkpoint: Checkpoint = {
      progress: structuredClone(this.#progress),
      state: await this.model.getState(),
      ...(this.#bestParameters && { bestParameters: this.#bestParameters }),
    };
    await this.#options.onCheckpoint?.(checkpoint);
    this.#checkpointed = performance.now();
    return checkpoint;
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}
