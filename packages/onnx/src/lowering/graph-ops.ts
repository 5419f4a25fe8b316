import {
  type BatchNorm,
  buildModel,
  type Ops,
  type RecurrentOptions,
  type ResolvedLayer,
  type ResolvedModel,
  type Signal,
  SpecError,
} from '@rnnlab/models';
import { isCustomName, shown } from '@rnnlab/shared';
import { Value } from '../graph/graph.js';
import { type Dim, formatDims, type Shape } from '../graph/types.js';
import { elu, gelu, hardSigmoid, relu, sigmoid, softmax, tanh } from '../ops/activations.js';
import { add, div, exp, log, mul, reduceSum, sqrt, sub } from '../ops/arithmetic.js';
import { convolve } from '../ops/convolution.js';
import { gatherRows } from '../ops/gather.js';
import { gemm, matmul, matmulTransposed } from '../ops/matmul.js';
import { layerNorm } from '../ops/normalization.js';
import { pool } from '../ops/pooling.js';
import { lastStep, maskTime, maxOverTime, meanOverTime } from '../ops/sequences.js';
import { flattenBatch, transpose } from '../ops/shape.js';
import { concat, split } from '../ops/slicing.js';
import { convolveSequence, poolSequence, windowLengths } from './sequence-convolution.js';

/** The operations whose graphs differ between training and inference. */
export interface Mode {
  dropout: Ops<Value>['dropout'];
  recurrent(options: RecurrentOptions<Value>): Value;
  batchNorm(options: BatchNorm<Value>): Value;
  /** By default ONNX Runtime's own operator, which reads a transposed matrix without a copy. */
  linearTransposed?: Ops<Value>['linearTransposed'];
}

/** The operations that layers and cells are written in, as ONNX operators. */
export const graphOps = ({
  dropout,
  recurrent,
  batchNorm,
  linearTransposed = matmulTransposed,
}: Mode): Ops<Value> => ({
  add,
  sub,
  mul,
  div,
  exp,
  log,
  sqrt,
  sum: (x) => reduceSum(x, [-1], { keep: true }),
  softmax,
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

/**
 * Emits a model on batch-major inputs; sequences are time-major inside.
 *
 * @param observe - Called with each layer and its output.
 */
export function lowerModel(
  model: ResolvedModel,
  [input, lengths]: Value[],
  weights: Map<string, Value>,
  ops: Ops<Value>,
  observe?: (layer: ResolvedLayer, output: Signal<Value>) => void,
): Signal<Value> {
  const perm = input!.shape.map((_, axis) => (lengths && axis < 2 ? 1 - axis : axis));
  const value = lengths ? transpose(input!, perm) : input!;
  const batch = value.dim(lengths ? 1 : 0);
  return buildModel(
    ops,
    model,
    { value, lengths },
    (name) => weights.get(name)!,
    (layer, output) => {
      if (isCustomName(layer.layer.type)) checkOutput(layer, output.value, batch);
      observe?.(layer, output);
    },
  );
}

/** @throws {SpecError} When a layer of a user's own gives another tensor than its `output` says. */
function checkOutput({ index, layer, output }: ResolvedLayer, value: Value, batch: Dim): void {
  const isIds = output.kind === 'tokens' || (output.kind === 'sequence' && output.oneHot === true);
  const shape: Shape = isIds
    ? ['time', batch]
    : output.kind === 'sequence'
      ? ['time', batch, output.features]
      : output.kind === 'vector'
        ? [batch, output.features]
        : [batch, output.channels, output.height, output.width];
  // The size of time may follow from others.
  const isRight =
    value instanceof Value &&
    value.rank === shape.length &&
    shape.every((dim, axis) => dim === 'time' || dim === value.shape[axis]) &&
    isIds === (value.type === 'int32');
  if (isRight) return;
  throw new SpecError(
    `Layer ${index} (${layer.type}): apply must give ${isIds ? 'int32' : 'numbers'} ${formatDims(shape)}, as its output says, received ${value instanceof Value ? value : shown(value)}.`,
  );
}
