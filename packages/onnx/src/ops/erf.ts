import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { mul } from './arithmetic.js';
import { unaryOp } from './elementwise.js';
import { exp } from './exp.js';

const op = unaryOp('Erf', (x, _y, dy) => mul(dy, mul(exp(mul(mul(x, x), -1)), 2 / Math.sqrt(Math.PI))));

/** The error function; dx = dy ⊙ 2/√π exp(-x²). ONNX Runtime has it for float32 only. */
export const erf = (x: Value): Value => emitOne(op, [x]);
