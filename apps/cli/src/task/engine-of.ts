import { type Engine, onnxruntime } from '@rnnlab/trainer';
import type { Config } from './stored-run.js';

/** What a run is trained and scored by: the same threads give the same bits. */
export const engineOf = ({ threads }: Pick<Config, 'threads'>): Engine =>
  onnxruntime(threads === undefined ? {} : { threads });
