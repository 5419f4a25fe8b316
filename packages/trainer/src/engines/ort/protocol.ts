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

/** What the thread with ONNX Runtime does: arguments and result of each call. */
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
      SessionSettings & { training: TrainingProgram['model'][]; evaluation: EvaluationProgram['model'] },
    ];
    result: number;
  };
  setState: { arguments: [handle: number, state: TrainingState]; result: undefined };
  getState: { arguments: [handle: number]; result: TrainingState };
  /** Runs one of the programs that train, by its index. */
  train: { arguments: [handle: number, feeds: Tensors, program: number]; result: RunScores };
  evaluate: { arguments: [handle: number, feeds: Tensors]; result: Evaluation };
  close: { arguments: [handle: number]; result: undefined };
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
