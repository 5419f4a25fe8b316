import type { Value } from '../../graph/graph.js';
import { emitOne, type Op } from '../../graph/op.js';

/** The largest float32: times it, the smallest number that is no denormal is above 1. */
const STEEP = 3.4028234663852886e38;

/** min(1, max(0, steep · x + beta)): a step, in one pass that ONNX Runtime vectorizes, which no comparison is. */
function step(x: Value, beta: number): Value {
  const op: Op = { type: 'HardSigmoid', infer: () => [{ type: x.type, shape: x.shape }] };
  return emitOne(op, [x], { alpha: { float: STEEP }, beta: { float: beta } });
}

/** 1 where x > 0, else 0. */
export const positive = (x: Value): Value => step(x, 0);

/** 1 where x is 0, else 0, for an x that is never above 0. */
export const zeroOf = (x: Value): Value => step(x, 1);
