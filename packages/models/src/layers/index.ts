import { activation } from './activation.js';
import { averagePool } from './average-pool.js';
import { batchNorm } from './batch-norm.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { flatten } from './flatten.js';
import { last } from './last.js';
import { layerNorm } from './layer-norm.js';
import { maxOverTime } from './max-over-time.js';
import { maxPool } from './max-pool.js';
import { meanOverTime } from './mean-over-time.js';
import { oneHot } from './one-hot.js';
import { recurrent } from './recurrent.js';
import { tiedDense } from './tied-dense.js';

export type { Earlier, Layer, ParameterDefinition } from './layer.js';
export { describeShape, formatShape, type Signal, type SignalShape } from './signal.js';

/** Every kind of layer, by the `type` a model spec uses. */
export const layers = {
  activation,
  'average-pool': averagePool,
  'batch-norm': batchNorm,
  conv1d,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  last,
  'layer-norm': layerNorm,
  'max-over-time': maxOverTime,
  'max-pool': maxPool,
  'mean-over-time': meanOverTime,
  'one-hot': oneHot,
  recurrent,
  'tied-dense': tiedDense,
};
