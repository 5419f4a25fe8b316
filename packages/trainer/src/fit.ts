import { Generator } from '@rnnlab/shared';
import { type Batches, type BatchSource, sourceOf } from './batches/index.js';
import type { Checkpoint, Progress } from './checkpoints/checkpoint.js';
import { checkRecipe, type Recipe, recipeOf } from './checkpoints/recipe.js';
import { DivergenceError } from './divergence.js';
import { isBetter } from './early-stopping.js';
import { breather } from './engines/breather.js';
import type { CompiledModel, TrainingState } from './engines/engine.js';
import { TrainingError } from './error.js';
import { evaluate } from './evaluate.js';
import type { Batch } from './examples/examples.js';
import { type FitOptions, type ResolvedOptions, resolveOptions } from './fit-options.js';
import { addStep, type EpochRecord, means, noTotals } from './history.js';
import { scheduleOf } from './schedules/index.js';
import { stepsPerCall } from './steps-per-call.js';

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

const SECONDS_PER_CHECKPOINT = 30;
const LOGS_PER_EPOCH = 10;
/** While it is not known how many batches an epoch has. */
const STEPS_PER_LOG = 100;

/**
 * Trains a model: shuffled epochs of length-bucketed batches, a stream of examples in its order, or the windows of a token
 * stream with recurrent states that are carried; validation after each epoch, the best epoch's parameters at the end. The
 * same options give the same parameters, bit for bit, on the same machine; so does a training that was stopped and resumed.
 *
 * @throws DivergenceError when the loss or the state stops being finite; the last checkpoint is from before.
 * @throws TrainingError for options that cannot be, a stream without examples, and a checkpoint of another training.
 * @throws SpecError if the model cannot be built.
 * @example
 * const { parameters, history } = await fit({ spec, train, validation, epochs: 5, onEpoch: console.log });
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const resolved = resolveOptions(options);
  const { spec, optimizer, loss, engine, resume } = resolved;
  const recipe = recipeOf(resolved);
  if (resume) checkRecipe(resume.recipe, recipe, resolved.newPhase);
  const source = sourceOf(resolved);
  const training = new Training(resolved, recipe, source);
  const model = await engine.compile(spec, optimizer, { loss, carry: source.carries });
  try {
    return await training.run(model);
  } finally {
    await Promise.all([source.close(), model.dispose()]);
  }
}

class Training {
  readonly #options: ResolvedOptions;
  readonly #recipe: Recipe;
  readonly #source: BatchSource;
  readonly #progress: Progress;
  #generator: Generator;
  readonly #rate: (step: number) => number;
  #model!: CompiledModel;
  #bestParameters: Float32Array | undefined;
  #stepsPerCall = 1;
  #changes = 0;
  #examples = 0;
  #began = 0;
  #checkpointed = 0;

  constructor(options: ResolvedOptions, recipe: Recipe, source: BatchSource) {
    this.#options = options;
    this.#recipe = recipe;
    this.#source = source;
    const { epochs, resume, newPhase, seed, schedule, learningRate } = options;
    const factor = scheduleOf(schedule);
    this.#rate = (step) => {
      const { batchesPerEpoch: stepsPerEpoch = Number.POSITIVE_INFINITY } = source;
      const { phase, history: all } = this.#progress;
      const history = phase ? all.slice(phase.epoch) : all;
      return (
        learningRate *
        factor({ step: step - (phase?.step ?? 0), steps: epochs * stepsPerEpoch, stepsPerEpoch, history })
      );
    };
    if (resume) {
      this.#progress = structuredClone(resume.progress);
      this.#generator = new Generator(resume.progress.generator);
      this.#bestParameters = resume.bestParameters;
      if (newPhase) {
        const { phase, epoch, step, batches } = this.#progress;
        // An epoch under way becomes the first one of the phase.
        this.#progress.phase = { number: (phase?.number ?? 1) + 1, epoch, step: step - batches };
        // What was best by another measure has a value that new epochs cannot be compared with.
        if (resume.recipe.monitor !== options.monitor) {
          delete this.#progress.best;
          this.#bestParameters = undefined;
        }
      }
    } else {
      this.#generator = new Generator(seed);
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

  async run(model: CompiledModel): Promise<FitResult> {
    const { patience = Number.POSITIVE_INFINITY } = this.#options;
    const progress = this.#progress;
    const first = progress.phase?.epoch ?? 0;
    this.#model = model;
    this.#began = performance.now();
    this.#checkpointed = this.#began;
    await this.#setStart();
    let stopped: FitResult['stopped'] = 'finished';
    while (progress.epoch < this.#epochs) {
      if (progress.epoch - Math.max(first, progress.best?.epoch ?? progress.epoch) >= patience) {
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

  async #setStart(): Promise<void> {
    const { resume } = this.#options;
    if (resume) return this.#model.setState(resume.state);
    this.#generator = new Generator(await this.#model.initialize(this.#generator.state));
    this.#progress.epochGenerator = this.#generator.state;
    await this.#checkpoint();
  }

  /** Of all phases so far, this one included. */
  get #epochs(): number {
    return (this.#progress.phase?.epoch ?? 0) + this.#options.epochs;
  }

  /** For a record of the history. */
  get #phase(): { phase?: number } {
    const { phase } = this.#progress;
    return phase ? { phase: phase.number } : {};
  }

  /** One epoch, or what is left of it; false if it was interrupted. */
  async #epoch(): Promise<boolean> {
    const { augmentation, signal } = this.#options;
    const progress = this.#progress;
    // Before the order is drawn: a checkpoint without a batch done draws it again.
    if (signal?.aborted) return false;
    // The order follows from the generator's state at the epoch's start, which has moved on since then.
    const ordering = progress.batches === 0 ? this.#generator : new Generator(progress.epochGenerator);
    if (progress.batches === 0) progress.epochGenerator = this.#generator.state;
    this.#source.begin(ordering, { done: progress.batches, position: progress.position });
    // One draw for the epoch's changes, so that they do not depend on how many steps share a call either.
    if (augmentation) this.#changes = ordering.bits();
    for (let last = false; !last; ) {
      if (signal?.aborted) return false;
      const next = await this.#source.next(this.#stepsToCall());
      await this.#call(next);
      last = next.last;
    }
    await this.#endEpoch();
    return true;
  }

  /** How many steps to give to the engine at once: not past the next log line, or look at the parameters. */
  #stepsToCall(): number {
    const every = this.#logEvery();
    const { parametersEvery: looks = Number.POSITIVE_INFINITY } = this.#options;
    const { batches, step } = this.#progress;
    return Math.min(this.#stepsPerCall, every - (batches % every), looks - (step % looks || 0));
  }

  /** After an epoch's last batch its end comes first. */
  async #look(last: boolean): Promise<void> {
    const { parametersEvery: every, onParameters } = this.#options;
    const { step, epoch } = this.#progress;
    if (!every || !onParameters || step % every !== 0 || last) return;
    await onParameters((await this.#state()).parameters, { epoch: epoch + 1, step });
  }

  /** Batches of an epoch; where they are not known those of the one before it, or Infinity. */
  get #batchesPerEpoch(): number {
    const { history } = this.#progress;
    if (this.#source.batchesPerEpoch !== undefined) return this.#source.batchesPerEpoch;
    const last = history.at(-1);
    return last ? last.step - (history.at(-2)?.step ?? 0) : Number.POSITIVE_INFINITY;
  }

  #logEvery(): number {
    const known = Math.round(this.#batchesPerEpoch / LOGS_PER_EPOCH);
    return Number.isFinite(known) ? Math.max(1, known) : STEPS_PER_LOG;
  }

  async #call({ batches, shape, last, position }: Batches): Promise<void> {
    const progress = this.#progress;
    const began = performance.now();
    const learningRates = batches.map((_, k) => this.#rate(progress.step + k));
    await this.#change(batches, shape.batch);
    const { losses, correct, counts } = await this.#model.train({
      batches,
      shape,
      step: progress.step,
      learningRates,
      // The rows of a stream begin anew in each epoch.
      resetCarried: progress.batches === 0,
      mask: (entries, rate) => this.#generator.mask(entries, rate),
    });
    losses.forEach((loss, k) => {
      if (!Number.isFinite(loss)) {
        throw new DivergenceError(`The loss became ${loss}`, progress.step + k + 1, learningRates[k]!);
      }
      for (const totals of [progress.totals, progress.logTotals]) {
        addStep(totals, loss, correct[k]!, counts[k]!);
      }
    });
    this.#examples += batches.length * shape.batch * (this.#source.carries ? shape.steps : 1);
    progress.step += batches.length;
    progress.batches += batches.length;
    if (position === undefined) delete progress.position;
    else progress.position = position;
    this.#stepsPerCall = stepsPerCall((performance.now() - began) / batches.length);
    await this.#look(last);
    await this.#report(last);
  }

  /** Changes batches, each by a generator of its own. */
  async #change(batches: Batch[], size: number): Promise<void> {
    const { augmentation } = this.#options;
    const rest = breather();
    for (const [k, batch] of batches.entries()) {
      augmentation?.apply(batch, size, this.#changesOf(this.#progress.batches + k));
      await rest();
    }
  }

  /** The generator of the changes to an epoch's batch. */
  #changesOf(batch: number): Generator {
    return new Generator((this.#changes + batch) % 2 ** 32);
  }

  async #report(last: boolean): Promise<void> {
    const progress = this.#progress;
    const { trainLoss, trainAccuracy } = means(progress.totals);
    this.#options.onProgress?.({
      epoch: progress.epoch + 1,
      epochs: this.#epochs,
      batches: progress.batches,
      batchesPerEpoch: this.#batchesPerEpoch,
      loss: trainLoss,
      accuracy: trainAccuracy,
      examples: this.#examples,
      seconds: this.#seconds(),
    });
    if (progress.batches % this.#logEvery() === 0 || last) {
      const learningRate = this.#rate(progress.step - 1);
      const { step, epoch, logTotals } = progress;
      await this.#options.onSteps?.({
        step,
        epoch: epoch + 1,
        ...this.#phase,
        learningRate,
        ...means(logTotals),
      });
      progress.logTotals = noTotals();
    }
    // After an epoch's last batch comes the checkpoint of the epoch, with its record.
    const due = performance.now() - this.#checkpointed > SECONDS_PER_CHECKPOINT * 1000;
    if (due && !last) await this.#checkpoint();
  }

  async #endEpoch(): Promise<void> {
    const { validation, monitor } = this.#options;
    const progress = this.#progress;
    const scores = validation && (await evaluate(this.#model, validation));
    if (scores?.count === 0) throw new TrainingError('The validation stream has no examples.');
    if (scores && !Number.isFinite(scores.loss))
      throw this.#diverged(`The validation loss became ${scores.loss}`);
    progress.epoch += 1;
    const record: EpochRecord = {
      epoch: progress.epoch,
      ...this.#phase,
      step: progress.step,
      learningRate: this.#rate(progress.step - 1),
      ...means(progress.totals),
      ...(scores && { validationLoss: scores.loss, validationAccuracy: scores.accuracy }),
    };
    progress.history.push(record);
    progress.batches = 0;
    progress.totals = noTotals();
    if (isBetter(monitor, record, progress.best)) {
      progress.best = { epoch: record.epoch, value: record[monitor]! };
      this.#bestParameters = (await this.#state()).parameters;
    }
    const { onEpoch, onParameters } = this.#options;
    await onEpoch?.(record);
    if (onParameters) {
      await onParameters((await this.#state()).parameters, { epoch: record.epoch, step: record.step });
    }
    await this.#checkpoint();
  }

  async #checkpoint(): Promise<Checkpoint> {
    this.#progress.generator = this.#generator.state;
    const checkpoint: Checkpoint = {
      recipe: this.#recipe,
      progress: structuredClone(this.#progress),
      state: await this.#state(),
      ...(this.#bestParameters && { bestParameters: this.#bestParameters }),
    };
    await this.#options.onCheckpoint?.(checkpoint);
    this.#checkpointed = performance.now();
    return checkpoint;
  }

  /** The state, if it is one to go on from: an update may overflow although the loss before it was finite. */
  async #state(): Promise<TrainingState> {
    const state = await this.#model.getState();
    const carried = state.carried?.map(({ data }) => data) ?? [];
    if (![state.parameters, ...state.slots, ...carried].every(isFiniteVector)) {
      throw this.#diverged('The parameters or the memory of the optimizer overflowed');
    }
    return state;
  }

  #diverged(what: string): DivergenceError {
    const { step } = this.#progress;
    return new DivergenceError(what, step, this.#rate(Math.max(0, step - 1)));
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

/** Zero times what is not finite is not a number. A plain loop: `every` takes ten times as long, and the caller waits. */
function isFiniteVector(vector: Float32Array): boolean {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += 0 * vector[k]!;
  return sum === 0;
}
