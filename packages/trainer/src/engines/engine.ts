import { initialize, type ModelSpec, type ResolvedModel, type SignalShape } from '@rnnlab/models';
import type { OptimizerSpec, TrainingOptions } from '@rnnlab/onnx';
import { Generator } from '@rnnlab/shared';
import type { Batch } from '../data/examples.js';

/** Trains models. Each engine has one file and one factory. */
export interface Engine {
  readonly name: string;
  /** Describes where it computes, for people: `ONNX Runtime 1.30.0 on the CPU, 2 threads`. */
  describe(): Promise<string>;
  /** @throws {SpecError} When the model cannot be built. */
  compile(spec: ModelSpec, optimizer: OptimizerSpec, options?: CompileOptions): Promise<CompiledModel>;
}

/** Options of an engine's `compile`: the loss, and whether recurrent states are carried from batch to batch. */
export type CompileOptions = Pick<TrainingOptions, 'loss' | 'stateful'>;

/** A model that an engine has compiled, with its state. */
export interface CompiledModel {
  /** The shape of the model's outputs. */
  readonly output: SignalShape;
  /**
   * Sets the state before the first step, with parameters as `initialize` of `@rnnlab/models` draws them.
   *
   * @param generator - The state of a `Generator`.
   * @returns The generator's state after the draws.
   */
  initialize(generator: readonly number[]): Promise<readonly number[]>;
  /** @param state - Must not change until it is set. */
  setState(state: TrainingState): Promise<void>;
  /** Copies the state out of the runtime. */
  getState(): Promise<TrainingState>;
  /** Takes some steps. If the loss of one is not a finite number, the state stays as it was before the run. */
  train(run: Run): Promise<RunScores>;
  /**
   * Scores a batch, without dropout, with the current parameters. Where recurrent states are carried, those of
   * evaluations and those of training steps are kept apart.
   */
  evaluate(batch: Batch, shape: Run['shape'], carry?: EvaluationCarry): Promise<Evaluation>;
  /** Releases the model's memory and threads. */
  dispose(): Promise<void>;
}

/** The values that training changes: the parameters and the optimizer's memory, each one flat vector. */
export interface TrainingState {
  parameters: Float32Array;
  /** The optimizer's memory, such as momentum: one vector as long as the parameters for each slot. */
  slots: Float32Array[];
  /** Recurrent states that are carried from batch to batch, `[batch, units]`. */
  carried?: { data: Float32Array; dims: number[] }[];
}

/** One call of an engine: some training steps on batches of one shape, which must not change until they are done. */
export interface Run {
  /** One batch for each step. */
  batches: Batch[];
  /** Examples in a batch, and time steps of each. */
  shape: { batch: number; steps: number };
  /** Updates done before the first of these. */
  step: number;
  /** Learning rate of each step. */
  learningRates: number[];
  /** Starts with recurrent states of zeros, where they are carried from batch to batch. Default: false. */
  resetCarried?: boolean;
  /** Draws a dropout mask in place: entries 0 with probability `rate`, otherwise 1. */
  mask(entries: Uint8Array, rate: number): void;
}

/** Scores of each step of a run. */
export interface RunScores {
  /** Mean loss in nats. */
  losses: Float32Array;
  /** Correct predictions. */
  correct: Float32Array;
  /** Predictions. */
  counts: Float32Array;
}

/** Scores of each example of a batch: summed loss, correct predictions, predictions; and the model's outputs. */
export interface Evaluation extends RunScores {
  /** `[batch, outputs]`, or time-major `[steps, batch, outputs]`. */
  outputs: Float32Array;
}

/** How an evaluation uses recurrent states that are carried from batch to batch. */
export interface EvaluationCarry {
  /** Starts with states of zeros; otherwise with those that the last evaluation left. */
  resetCarried: boolean;
}

/**
 * Makes the state before the first step, for engines.
 *
 * @param slots - Number of vectors that the optimizer keeps.
 */
export const initialState = (parameters: Float32Array, slots: number): TrainingState => ({
  parameters,
  slots: Array.from({ length: slots }, () => new Float32Array(parameters.length)),
});

/**
 * Draws the state before the first step, for engines.
 *
 * @param slots - Number of vectors that the optimizer keeps.
 * @param generator - The state of a `Generator`.
 * @returns The state, and the generator's state after the draws.
 */
export function drawInitialState(
  model: ModelSpec | ResolvedModel,
  slots: number,
  generator: readonly number[],
): { state: TrainingState; generator: readonly number[] } {
  const source = new Generator(generator);
  const parameters = initialize(model, () => source.uniform());
  return { state: initialState(parameters, slots), generator: source.state };
}
