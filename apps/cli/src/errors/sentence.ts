import { Interrupted } from './interrupted.js';
import { reasonFor } from './system.js';

/** Errors of ours whose message is one sentence for the user. */
const OURS = new Set([
  'UsageError',
  'DatasetError',
  'DivergenceError',
  'EngineError',
  'InferenceError',
  'PlotError',
  'RunError',
  'SpecError',
  'TokenizerError',
  'TokenizerFormatError',
  'TrainingError',
]);

/** What to tell the user of an error, and how to exit: 2 for what the user can put right, 1 for a fault of ours. */
export function explain(error: unknown): { sentence: string; exitCode: number } {
  const { name = 'Error', message = String(error) } = error as Partial<Error>;
  const oneLine = message.replace(/\s*\n\s*/g, ' ');
  if (error instanceof Interrupted) return { sentence: oneLine, exitCode: error.exitCode };
  if (OURS.has(name)) return { sentence: oneLine, exitCode: 2 };
  const reason = reasonFor(error);
  if (reason !== undefined) {
    const { path = 'a file' } = error as NodeJS.ErrnoException;
    return { sentence: `Cannot use ${path}: ${reason}.`, exitCode: 2 };
  }
  return {
    sentence: `RNNLab met an error it does not know: ${oneLine.replace(/\.$/, '')}; run it again with --debug to see where.`,
    exitCode: 1,
  };
}
