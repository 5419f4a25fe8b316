import { Generator } from '@rnnlab/shared';
import type { Checkpoint, Progress, TrainingConfig } from '../checkpoints/checkpoint.js';
import { canonical } from '../checkpoints/training-config.js';
import type { BatchSource } from '../data/batches.js';
import type { CompiledModel, TrainingState } from '../engines/engine.js';
import { DivergenceError } from '../errors.js';
import { type Schedule, scheduleOf } from '../learning-rate-schedules.js';
import { type Monitored, monitoredBy, zeroTotals } from './history.js';
import type { ResolvedOptions } from './options.js';

const SECONDS_PER_CHECKPOINT = 30;

/** A training under way: its model and its progress, which are started, resumed and stored here. */
export class TrainingRun {
  readonly options: ResolvedOptions;
  readonly source: BatchSource;
  readonly progress: Progress;
  /** Draws the order of epochs and dropout masks. */
  generator: Generator;
  /** What decides which epoch is the best. */
  readonly monitored: Monitored;
  bestParameters: Float32Array | undefined;
  readonly #recipe: TrainingConfig;
  readonly #schedule: Schedule;
  #model: CompiledModel | undefined;
  #began = 0;
  #checkpointed = 0;

  constructor(options: ResolvedOptions, recipe: TrainingConfig, source: BatchSource) {
    const { resume, newPhase, seed, schedule, monitor } = options;
    this.options = options;
    this.monitored = monitoredBy(monitor, options.metrics);
    this.source = source;
    this.#recipe = recipe;
    this.#schedule = scheduleOf(schedule);
    this.generator = new Generator(resume?.progress.generator ?? seed);
    this.progress = resume ? structuredClone(resume.progress) : initialProgress(this.generator.state);
    this.bestParameters = resume?.bestParameters;
    if (resume && newPhase) {
      const { phase, epoch, step, batches } = this.progress;
      // An epoch under way becomes the first one of the phase.
      this.progress.phase = { number: (phase?.number ?? 1) + 1, epoch, step: step - batches };
      // New epochs cannot be compared with a best value of another monitor.
      if (resume.recipe.monitor !== monitor || canonical(resume.recipe.metric) !== canonical(recipe.metric)) {
        delete this.progress.best;
        this.bestParameters = undefined;
      }
    }
  }

  /** Sets the state before the first step: that of the checkpoint, or a new one, which becomes the first checkpoint. */
  async start(model: CompiledModel): Promise<void> {
    this.#model = model;
    this.#began = performance.now();
    this.#checkpointed = this.#began;
    const { resume } = this.options;
    if (resume) {
      await model.setState(resume.state);
      return;
    }
    this.generator = new Generator(await model.initialize(this.generator.state));
    this.progress.epochGenerator = this.generator.state;
    await this.checkpoint();
  }

  get model(): CompiledModel {
    return this.#model!;
  }

  /** Seconds of training and validation so far. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Epochs of all phases so far, this one included. */
  get totalEpochs(): number {
    return (this.progress.phase?.epoch ?? 0) + this.options.epochs;
  }

  /** The phase for a record of the history; none in the first phase. */
  get phase(): { phase?: number } {
    const { phase } = this.progress;
    return phase ? { phase: phase.number } : {};
  }

  /** Computes the learning rate of a step; the schedule begins anew in each phase. */
  learningRate(step: number): number {
    const { epochs, learningRate } = this.options;
    const { batchesPerEpoch: stepsPerEpoch = Number.POSITIVE_INFINITY } = this.source;
    const { phase, history } = this.progress;
    return (
      learningRate *
      this.#schedule({
        step: step - (phase?.step ?? 0),
        steps: epochs * stepsPerEpoch,
        stepsPerEpoch,
        history: phase ? history.slice(phase.epoch) : history,
      })
    );
  }

  /** Makes a checkpoint, which `onCheckpoint` stores. */
  async checkpoint(): Promise<Checkpoint> {
    this.progress.generator = this.generator.state;
    const checkpoint: Checkpoint = {
      recipe: this.#recipe,
      progress: structuredClone(this.progress),
      state: await this.state(),
      ...(this.bestParameters && { bestParameters: this.bestParameters }),
    };
    await this.options.onCheckpoint?.(checkpoint);
    this.#checkpointed = performance.now();
    return checkpoint;
  }

  /** Makes a checkpoint if the last one is half a minute old. */
  async checkpointIfDue(): Promise<void> {
    if (performance.now() - this.#checkpointed > SECONDS_PER_CHECKPOINT * 1000) await this.checkpoint();
  }

  /**
   * Copies the model's state.
   *
   * @throws {DivergenceError} When it is not finite: an update may overflow although the loss before it was finite.
   */
  async state(): Promise<TrainingState> {
    const state = await this.model.getState();
    const carried = state.carried?.map(({ data }) => data) ?? [];
    if (![state.parameters, ...state.slots, ...carried].every(isFiniteVector)) {
      throw this.divergence('The parameters or the memory of the optimizer overflowed');
    }
    return state;
  }

  /** Makes the error of a training that diverged in the last step. */
  divergence(reason: string): DivergenceError {
    const { step } = this.progress;
    return new DivergenceError(reason, step, this.learningRate(Math.max(0, step - 1)));
  }
}

const initialProgress = (generator: readonly number[]): Progress => ({
  epoch: 0,
  batches: 0,
  step: 0,
  epochGenerator: generator,
  generator,
  totals: zeroTotals(),
  logTotals: zeroTotals(),
  history: [],
});

/** Zero times a number that is not finite is NaN. A plain loop: `every` takes ten times as long and blocks the thread. */
function isFiniteVector(vector: Float32Array): boolean {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += 0 * vector[k]!;
  return sum === 0;
}
