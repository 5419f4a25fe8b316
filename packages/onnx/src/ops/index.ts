import { logSoftmax, relu, sigmoid, softmax, tanh } from './activations.js';
import { add, div, exp, log, mul, neg, reduceSum, sqrt, sub, sumAll } from './arithmetic.js';
import { abs, argMax, cast, equal, less, max, min, reduceMax, sign, where } from './comparison.js';
import { constantLike, fillLike, oneHot } from './creation.js';
import { gatherRows } from './gather.js';
import { matmul } from './matmul.js';
import { reshape, squeeze, transpose, unsqueeze } from './shape.js';
import { concat, split } from './slicing.js';

/**
 * The operations on values of a graph that losses and optimizers of your own are written in.
 *
 * Operands broadcast from the last axis, and one of two may be a number. Axes are counted from the end: -1 is the last one.
 * Each has a gradient; that of `sign` is zero, and none flows back through whole numbers and truth values, such as those of
 * `argMax`, `equal` and `less`. A `Value` has a `shape`, numbers and names of sizes that a run decides, and a `type`.
 */
export const ops = {
  abs,
  add,
  argMax,
  cast,
  concat,
  constantLike,
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
