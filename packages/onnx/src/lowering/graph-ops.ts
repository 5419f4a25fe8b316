import type { Ops, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add } from '../ops/add.js';
import { concat } from '../ops/concat.js';
import { gatherRows } from '../ops/gather-rows.js';
import { gemm } from '../ops/gemm.js';
import { lastStep } from '../ops/last-step.js';
import { matmul } from '../ops/matmul.js';
import { mul } from '../ops/mul.js';
import { relu } from '../ops/relu.js';
import { sigmoid } from '../ops/sigmoid.js';
import { split } from '../ops/split.js';
import { sub } from '../ops/sub.js';
import { tanh } from '../ops/tanh.js';

/** The operations that mean different graphs for training and for inference. */
export interface Mode {
  dropout: Ops<Value>['dropout'];
  recurrent(options: RecurrentOptions<Value>): Value;
}

/** What layers and cells are written in, as ONNX operators. */
export const graphOps = ({ dropout, recurrent }: Mode): Ops<Value> => ({
  add,
  sub,
  mul,
  sigmoid,
  tanh,
  relu,
  concat: (parts) => concat(parts),
  split: (x, parts) => split(x, parts),
  matmul: (x, weights, addend) => (addend ? gemm(x, weights, addend) : matmul(x, weights)),
  linear: (x, kernel, bias) => (bias ? gemm(x, kernel, bias) : matmul(x, kernel)),
  lookup: gatherRows,
  last: lastStep,
  dropout,
  recurrent,
});
