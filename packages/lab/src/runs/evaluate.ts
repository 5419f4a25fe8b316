import { anything, aPath, checkOptions } from '@rnnlab/shared';
import { type EngineOption, engineOf } from '../engines.js';
import { LabError } from '../errors.js';
import { majority } from '../tasks/classification.js';
import { taskOf } from '../tasks/index.js';
import type { PartScores } from '../tasks/task.js';
import { bestParameters, movedTo, preparedOf, type StoredRun } from './stored-run.js';

/** How the best parameters of a run do on its test split. */
export interface Evaluation {
  /** The epoch that they are of; 0 before the first one was completed. */
  epoch: number;
  /** Names of the classes; empty where there are none. */
  labels: readonly string[];
  /** Always answering with the most frequent class of the training part, where there are classes. */
  baseline?: { label: string; accuracy: number };
  test: PartScores;
}

export interface EvaluateOptions {
  /** What scores; default the one that trained it, an engine of one's own must be given again. */
  engine?: EngineOption | undefined;
  /** Where the data lie now, if they were moved; they cannot be others than before. */
  data?: string | undefined;
}

export async function evaluateStored(run: StoredRun, options: EvaluateOptions = {}): Promise<Evaluation> {
  checkOptions('evaluate', options, { engine: anything, data: aPath }, LabError);
  const stored = movedTo(run, options.data);
  const { directory, config } = stored;
  const engine = engineOf(config, options.engine);
  const checkpoint = await directory.restore(config.spec);
  const prepared = await preparedOf(stored);
  const { parts, labels } = prepared;
  const trained = { parameters: bestParameters(checkpoint), engine };
  const test = await taskOf(config.settings).score(prepared, parts.test, trained);
  return {
    epoch: checkpoint.progress.best?.epoch ?? 0,
    labels,
    ...(labels.length > 0 && { baseline: majority(parts.train, parts.test, labels) }),
    test,
  };
}
