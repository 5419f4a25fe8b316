import type { LayerSpec } from '@rnnlab/models';
import { activation } from './activation.js';
import { batchNorm } from './batch-norm.js';
import type { LayerBuilder } from './context.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { flatten } from './flatten.js';
import { last } from './last.js';
import { layerNorm } from './layer-norm.js';
import { maxOverTime } from './max-over-time.js';
import { meanOverTime } from './mean-over-time.js';
import { oneHot } from './one-hot.js';
import { pool } from './pool.js';
import { recurrent } from './recurrent.js';
import { tiedDense } from './tied-dense.js';

/** How each layer of a spec is built from layers of TensorFlow.js. */
export const builders: Record<LayerSpec['type'], LayerBuilder> = {
  activation,
  'average-pool': pool('average'),
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
  'max-pool': pool('max'),
  'mean-over-time': meanOverTime,
  'one-hot': oneHot,
  recurrent,
  'tied-dense': tiedDense,
};
