import type { EvaluationProgram, TrainingProgram } from '@rnnlab/onnx';
import type { Evaluation, RunScores, TrainingState } from '../engine.js';
import type { Tensors } from '../feeds.js';

/** What the worker does: arguments and result of each call. */
export interface Calls {
  version: { arguments: []; result: string };
  /** Makes sessions for two programs, or finds them again, and room for a state. */
  open: {
    arguments: [
      { threads: number; training: TrainingProgram['model']; evaluation: EvaluationProgram['model'] },
    ];
    result: number;
  };
  setState: { arguments: [handle: number, state: TrainingState]; result: undefined };
  getState: { arguments: [handle: number]; result: TrainingState };
  train: { arguments: [handle: number, feeds: Tensors]; result: RunScores };
  evaluate: { arguments: [handle: number, feeds: Tensors]; result: Evaluation };
  close: { arguments: [handle: number]; result: undefined };
}

export type CallName = keyof Calls;

export interface Request<Name extends CallName = CallName> {
  id: number;
  name: Name;
  arguments: Calls[Name]['arguments'];
}

export type Response = { id: number } & ({ result: Calls[CallName]['result'] } | { error: string });
