import { majority } from '../tasks/class-scores.js';
import { taskOf } from '../tasks/index.js';
import type { PartScores } from '../tasks/scores.js';
import { engineOf } from './engine-of.js';
import { bestParameters, preparedOf, type StoredRun } from './stored-run.js';

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

export async function evaluateStored(stored: StoredRun): Promise<Evaluation> {
  const { directory, config } = stored;
  const checkpoint = await directory.restore(config.spec);
  const prepared = await preparedOf(stored);
  const { parts, labels } = prepared;
  const trained = { parameters: bestParameters(checkpoint), engine: engineOf(config) };
  const test = await taskOf(config.settings).score(prepared, parts.test, trained);
  return {
    epoch: checkpoint.progress.best?.epoch ?? 0,
    labels,
    ...(labels.length > 0 && { baseline: majority(parts.train, parts.test, labels) }),
    test,
  };
}
