import type { BatchNorm, Ops, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add, mul } from '../ops/arithmetic.js';
import { concat, split } from '../ops/concat.js';
import { elu } from '../ops/elu.js';
import { flattenBatch } from '../ops/flatten-batch.js';
import { gatherRows } from '../ops/gather-rows.js';
import { gelu } from '../ops/gelu.js';
import { gemm } from '../ops/gemm.js';
import { hardSigmoid } from '../ops/hard-sigmoid.js';
import { lastStep } from '../ops/last-step.js';
import { layerNorm } from '../ops/layer-norm.js';
import { matmul, matmulTransposed } from '../ops/matmul.js';
import { maxOverTime } from '../ops/max-over-time.js';
import { maskTime, meanOverTime } from '../ops/mean-over-time.js';
import { sigmoid } from '../ops/sigmoid.js';
import { sub } from '../ops/sub.js';
import { tanh } from '../ops/tanh.js';
import { transpose } from '../ops/transpose.js';
import { convolveImage, poolImage, rectify } from './images.js';
import { convolveSequence, poolSequence, windowLengths } from './sequences.js';

/** The operations that mean different graphs for training and for inference. */
export interface Mode {
  dropout: Ops<Value>['dropout'];
  recurrent(options: RecurrentOptions<Value>): Value;
  batchNorm(options: BatchNorm<Value>): Value;
  /** By default with an operator of ONNX Runtime alone, which reads a transposed matrix without a copy. */
  linearTransposed?: Ops<Value>['linearTransposed'];
}

/** What layers and cells are written in, as ONNX operators. */
export const graphOps = ({
  dropout,
  recurrent,
  batchNorm,
  linearTransposed = matmulTransposed,
}: Mode): Ops<Value> => ({
  add,
  sub,
  mul,
  sigmoid,
  tanh,
  relu: rectify,
  gelu,
  elu,
  hardSigmoid,
  concat: (parts) => concat(parts),
  split: (x, parts) => split(x, parts),
  matmul: (x, weights, addend) => (addend ? gemm(x, weights, addend) : matmul(x, weights)),
  linear: (x, kernel, bias) => (bias ? gemm(x, kernel, bias) : matmul(x, kernel)),
  linearTransposed,
  lookup: gatherRows,
  last: lastStep,
  mean: meanOverTime,
  max: maxOverTime,
  mask: maskTime,
  convolveSequence,
  poolSequence,
  windowLengths,
  convolveImage,
  poolImage,
  flatten: (x, kind) => flattenBatch(kind === 'sequence' ? transpose(x, [1, 0, 2]) : x),
  layerNorm,
  dropout,
  recurrent,
  batchNorm,
});
