import type { ModelSpec } from '@rnnlab/models';
import type { EvaluationProgram, TrainingProgram } from '@rnnlab/onnx';
import type { Evaluation, RunScores, TrainingState } from '../engine.js';
import type { Tensors } from '../feeds.js';

/** How sessions are made. */
export interface SessionSettings {
  /** Threads inside an operator. */
  threads: number;
  /** The device on which `onnxruntime-node` computes. Default: `cpu`. */
  device?: 'cpu' | 'cuda';
  /** Where WebAssembly is loaded from. */
  wasmPaths?: string | { wasm?: string; mjs?: string };
}

/** A training step in two programs, for data-parallel workers: the gradient of a shard, and the update with their sum. */
export interface DataParallelProgram {
  gradient: Uint8Array;
  update: Uint8Array;
  /** Minimum number of examples in a shard. */
  minimumShard: number;
  /** The batch axis of each tensor of a step's data, dropout masks included. */
  axes: Record<string, number>;
  /** The names of the recurrent states that are carried, `[batch, units]`. */
  carried: string[];
  /** Entries of the parameter vector. */
  parameters: number;
}

/** The memory that a data-parallel worker shares with the thread that coordinates it. */
export interface ShardMemory {
  parameters: Float32Array;
  gradient: Float32Array;
  sums: Float32Array;
  /** That of a `StepGate`. */
  gate: Int32Array;
}

/**
 * The calls to the thread that runs ONNX Runtime: arguments and result of each. They belong to who receives them: the
 * thread frees the memory of a state or of feeds when it is done with it.
 */
export interface Calls {
  version: { arguments: []; result: string };
  /** Channels that blocked convolutions keep side by side; undefined if there are none. */
  blockSize: { arguments: [SessionSettings]; result: number | undefined };
  /**
   * Makes sessions for a training and an evaluation program, or finds them in the cache, and room for a state. Other
   * programs that train the same state get their sessions when they are first run.
   */
  open: {
    arguments: [
      SessionSettings & {
        training: (TrainingProgram['model'] | DataParallelProgram)[];
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
  /** Runs one of the training programs, by its index. */
  train: { arguments: [handle: number, feeds: Tensors, program: number]; result: RunScores };
  evaluate: { arguments: [handle: number, feeds: Tensors]; result: Evaluation };
  close: { arguments: [handle: number]; result: undefined };
  /** Whether the thread flushes denormal numbers to zero. */
  flushesDenormals: { arguments: []; result: boolean };
  /** Makes a session for the gradients of shards. */
  openShard: { arguments: [gradient: Uint8Array, SessionSettings, ShardMemory]; result: number };
  /**
   * Writes the gradients of a shard of some batches to shared memory, one after the other, each when the step gate opens.
   * Gives the next carried states.
   */
  trainShard: {
    arguments: [handle: number, feeds: Tensors, carried: Tensors, steps: number];
    result: Tensors;
  };
  closeShard: { arguments: [handle: number]; result: undefined };
}

export type CallName = keyof Calls;

/** The functions that answer all calls. */
export type Handlers = {
  [Name in CallName]: (...args: Calls[Name]['arguments']) => Promise<Calls[Name]['result']>;
};

export interface Request<Name extends CallName = CallName> {
  id: number;
  name: Name;
  arguments: Calls[Name]['arguments'];
}

export type Response = { id: number } & ({ result: Calls[CallName]['result'] } | { error: string });
