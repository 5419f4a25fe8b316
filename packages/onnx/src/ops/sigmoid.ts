import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { mul } from './arithmetic.js';
import { unaryOp } from './elementwise.js';
import { sub } from './sub.js';

const op = unaryOp('Sigmoid', (_x, y, dy) => mul(dy, mul(y, sub(1, y))));

/** σ(x) = 1 / (1 + exp(-x)); dx = dy ⊙ y ⊙ (1 - y). */
export const sigmoid = (x: Value): Value => emitOne(op, [x]);
