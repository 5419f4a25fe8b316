import { Registry } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import { conv1d, conv2d } from './convolutional.js';
import { activation, dense, dropout, embedding, flatten, oneHot, tiedDense } from './core.js';
import type { Layer } from './layer.js';
import { batchNorm, layerNorm } from './normalization.js';
import { averagePool, last, maxOverTime, maxPool, meanOverTime } from './pooling.js';
import { recurrent } from './recurrent.js';

/** The layers, by the `type` a model spec uses. */
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
  'global-max-pool': maxOverTime,
  'max-pool': maxPool,
  'global-average-pool': meanOverTime,
  'one-hot': oneHot,
  recurrent,
  'tied-dense': tiedDense,
};

/** The layers by their types: those above, and those of users. */
export const layerTypes = new Registry<Layer>('layer', layers as unknown as Record<string, Layer>, SpecError);
