import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { mul } from './arithmetic.js';
import { unaryOp } from './elementwise.js';
import { sub } from './sub.js';

const op = unaryOp('Tanh', (_x, y, dy) => mul(dy, sub(1, mul(y, y))));

/** tanh(x); dx = dy ⊙ (1 - y²). */
export const tanh = (x: Value): Value => emitOne(op, [x]);
