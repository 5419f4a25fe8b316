import type { BatchNorm, Ops, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { elu, gelu, hardSigmoid, relu, sigmoid, tanh } from '../ops/activations.js';
import { add, mul, sub } from '../ops/arithmetic.js';
import { convolve } from '../ops/convolution.js';
import { gatherRows } from '../ops/gather.js';
import { gemm, matmul, matmulTransposed } from '../ops/matmul.js';
import { layerNorm } from '../ops/normalization.js';
import { pool } from '../ops/pooling.js';
import { lastStep, maskTime, maxOverTime, meanOverTime } from '../ops/sequences.js';
import { flattenBatch, transpose } from '../ops/shape.js';
import { concat, split } from '../ops/slicing.js';
import { convolveSequence, poolSequence, windowLengths } from './sequence-convolution.js';

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
  relu,
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
  convolveImage: convolve,
  poolImage: pool,
  flatten: (x, kind) => flattenBatch(kind === 'sequence' ? transpose(x, [1, 0, 2]) : x),
  layerNorm,
  dropout,
  recurrent,
  batchNorm,
});
