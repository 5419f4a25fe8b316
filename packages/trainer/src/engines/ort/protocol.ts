import type { ModelSpec } from '@rnnlab/models';
import type { EvaluationProgram, TrainingProgram } from '@rnnlab/onnx';
import type { Evaluation, RunScores, TrainingState } from '../engine.js';
import type { Tensors } from '../feeds.js';

/** How sessions are made. */
export interface SessionSettings {
  /** Inside an operator. */
  threads: number;
  /** Where `onnxruntime-node` computes; default `cpu`. */
  device?: 'cpu' | 'cuda';
  /** Where WebAssembly is loaded from. */
  wasmPaths?: string | { wasm?: string; mjs?: string };
}

/** A training step in two programs, for parts of batches side by side. */
export interface DividedProgram {
  gradient: Uint8Array;
  update: Uint8Array;
  /** Examples that a part has at least. */
  leastPart: number;
  /** The axis of the batch in each tensor of a step's data, masks of dropout included. */
  axes: Record<string, number>;
  /** The names of the recurrent states that are carried, `[batch, units]`. */
  carried: string[];
  /** Entries of the parameter vector. */
  parameters: number;
}

/** What a helper that computes gradients of parts shares with the thread that it helps, in memory that both see. */
export interface SharedPart {
  parameters: Float32Array;
  gradient: Float32Array;
  sums: Float32Array;
  /** That of a `Baton`. */
  baton: Int32Array;
}

/**
 * What the thread with ONNX Runtime does: arguments and result of each call. They belong to who receives them: the thread
 * gives the memory of a state or of feeds back when it is done with it.
 */
export interface Calls {
  version: { arguments: []; result: string };
  /** Channels that blocked convolutions keep side by side; undefined if there are none. */
  blockSize: { arguments: [SessionSettings]; result: number | undefined };
  /**
   * Makes sessions for a program that trains and one that evaluates, or finds them again, and room for a state. Other
   * programs that train the same state get theirs when they are first run.
   */
  open: {
    arguments: [
      SessionSettings & {
        training: (TrainingProgram['model'] | DividedProgram)[];
        evaluation: EvaluationProgram['model'];
      },
    ];
    result: number;
  };
  /** Sets the initial state, and gives the generator's state after its draws. */
  initialize: {
    arguments: [handle: number, spec: ModelSpec, slots: number, generator: readonly number[]];
    result: readonly number[];
  };
  setState: { arguments: [handle: number, state: TrainingState]; result: undefined };
  /** The state in memory of its own. */
  getState: { arguments: [handle: number]; result: TrainingState };
  /** Runs one of the programs that train, by its index. */
  train: { arguments: [handle: number, feeds: Tensors, program: number]; result: RunScores };
  evaluate: { arguments: [handle: number, feeds: Tensors]; result: Evaluation };
  close: { arguments: [handle: number]; result: undefined };
  /** Whether the thread takes denormal numbers as zero. */
  flushes: { arguments: []; result: boolean };
  /** Makes a session for the gradients of parts of batches. */
  openPart: { arguments: [gradient: Uint8Array, SessionSettings, SharedPart]; result: number };
  /**
   * Writes the gradients of a part of some batches to shared memory, one after the other, each when the baton says so. Gives
   * the next carried states.
   */
  part: { arguments: [handle: number, feeds: Tensors, carried: Tensors, steps: number]; result: Tensors };
  closePart: { arguments: [handle: number]; result: undefined };
}

export type CallName = keyof Calls;

/** Something that answers all calls. */
export type Answers = {
  [Name in CallName]: (...args: Calls[Name]['arguments']) => Promise<Calls[Name]['result']>;
};

export interface Request<Name extends CallName = CallName> {
  id: number;
  name: Name;
  arguments: Calls[Name]['arguments'];
}

export type Response = { id: number } & ({ result: Calls[CallName]['result'] } | { error: string });
