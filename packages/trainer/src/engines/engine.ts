import type { ModelSpec } from '@rnnlab/models';
import type { OptimizerSpec, TrainingOptions } from '@rnnlab/onnx';
import type { Batch } from '../examples/examples.js';

/** All that training changes: the parameters and the optimizer's memory, each one flat vector. */
export interface TrainingState {
  parameters: Float32Array;
  slots: Float32Array[];
  /** Recurrent states that are carried from batch to batch, `[batch, units]`. */
  carried?: { data: Float32Array; dims: number[] }[];
}

/** Some training steps on batches of one shape, which must not change until they are done. */
export interface Run {
  batches: Batch[];
  /** Examples in a batch, and time steps of each. */
  shape: { batch: number; steps: number };
  /** Updates done before the first of these. */
  step: number;
  /** Learning rate of each step. */
  learningRates: number[];
  /** Starts with recurrent states of zeros, where they are carried from batch to batch. */
  resetCarried?: boolean;
  /** Draws a dropout mask in place: entries 0 with probability `rate`, otherwise 1. */
  mask(entries: Uint8Array, rate: number): void;
}

/** Of each step of a run: mean loss in nats, right predictions, and predictions. */
export interface RunScores {
  losses: Float32Array;
  correct: Float32Array;
  counts: Float32Array;
}

/** Of each example of a batch: summed loss, right decisions, decisions; and what the model gives. */
export interface Evaluation extends RunScores {
  /** `[batch, outputs]`, or time-major `[steps, batch, outputs]`. */
  outputs: Float32Array;
}

export interface EvaluationCarry {
  /** Starts with recurrent states of zeros, where they are carried from batch to batch; otherwise it goes on. */
  resetCarried: boolean;
}

/** What is compiled beside the model and the optimizer. */
export type CompileOptions = Pick<TrainingOptions, 'loss' | 'carry'>;

/** A model that an engine has compiled, with its state. */
export interface CompiledModel {
  /**
   * Sets the state before the first step, with parameters as `initialize` of `@rnnlab/models` draws them.
   *
   * @param generator - The state of a `Generator`.
   * @returns The generator's state after the draws.
   */
  initialize(generator: readonly number[]): Promise<readonly number[]>;
  /** @param state - Must not change until it is set. */
  setState(state: TrainingState): Promise<void>;
  getState(): Promise<TrainingState>;
  /**
   * Takes some steps. If the loss of one is not a finite number, the state stays as it was before the run.
   */
  train(run: Run): Promise<RunScores>;
  /**
   * Scores a batch, without dropout, with the current parameters. Where recurrent states are carried, those of
   * evaluations and those of training steps are kept apart.
   */
  evaluate(batch: Batch, shape: Run['shape'], carry?: EvaluationCarry): Promise<Evaluation>;
  /** Gives back what it holds. */
  dispose(): Promise<void>;
}

/** Something that trains models: one file and one factory each. */
export interface Engine {
  readonly name: string;
  /** Where it computes, for people: `ONNX Runtime 1.30.0 on the CPU, 2 threads`. */
  describe(): Promise<string>;
  /** @throws SpecError if the model cannot be built. */
  compile(spec: ModelSpec, optimizer: OptimizerSpec, options?: CompileOptions): Promise<CompiledModel>;
}
