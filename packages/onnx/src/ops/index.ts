import { logSoftmax, relu, sigmoid, softmax, tanh } from './activations.js';
import { add, div, exp, log, mul, neg, reduceSum, sqrt, sub, sumAll } from './arithmetic.js';
import { abs, argMax, cast, equal, less, max, min, reduceMax, sign, where } from './comparison.js';
import { fillLike, oneHot } from './creation.js';
import { gatherRows } from './gather.js';
import { matmul } from './matmul.js';
import { reshape, squeeze, transpose, unsqueeze } from './shape.js';
import { concat, split } from './slicing.js';

/**
 * The operations on values of a graph that losses and optimizers of your own are written in. Each has a gradient, but for
 * comparisons, `argMax`, `cast`, `oneHot` and `sign`. Operands broadcast from the last axis; a number is a constant.
 */
export const ops = {
  abs,
  add,
  argMax,
  cast,
  concat,
  div,
  equal,
  exp,
  fillLike,
  gatherRows,
  less,
  log,
  logSoftmax,
  matmul,
  max,
  min,
  mul,
  neg,
  oneHot,
  reduceMax,
  reduceSum,
  relu,
  reshape,
  sigmoid,
  sign,
  softmax,
  split,
  sqrt,
  squeeze,
  sub,
  sumAll,
  tanh,
  transpose,
  unsqueeze,
  where,
};
