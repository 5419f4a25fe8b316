import { anything, aPath, checkOptions } from '@rnnlab/shared';
import { type EngineOption, engineOf } from '../engines.js';
import { LabError } from '../errors.js';
import { majorityBaseline } from '../tasks/classification.js';
import { taskOf } from '../tasks/index.js';
import type { PartScores } from '../tasks/task.js';
import { bestParameters, preparedOf, type StoredRun, withMovedData } from './stored-run.js';

/** Scores of a run's best parameters on its test split. */
export interface Evaluation {
  /** The epoch of the parameters; 0 before the first one was completed. */
  epoch: number;
  /** Names of the classes; empty where there are none. */
  labels: readonly string[];
  /** Majority-class baseline: always predicts the most frequent class of the training part. Absent without classes. */
  baseline?: { label: string; accuracy: number };
  /** Scores on the test part. */
  test: PartScores;
}

/** Options of `Run.evaluate`. */
export interface EvaluateOptions {
  /** Engine that scores. Default: the one that trained it; a custom engine must be given again. */
  engine?: EngineOption | undefined;
  /** Path of the data, if they were moved; they must be the same. */
  data?: string | undefined;
}

export async function evaluateStored(run: StoredRun, options: EvaluateOptions = {}): Promise<Evaluation> {
  checkOptions('evaluate', options, { engine: anything, data: aPath }, LabError);
  const stored = withMovedData(run, options.data);
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
    ...(labels.length > 0 && { baseline: majorityBaseline(parts.train, parts.test, labels) }),
    test,
  };
}
