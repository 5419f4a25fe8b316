import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { unaryOp } from './elementwise.js';
import { mul } from './mul.js';
import { sign } from './sign.js';

const op = unaryOp('Relu', (_x, y, dy) => mul(dy, sign(y)));

/** max(x, 0); dx = dy where x > 0, and 0 at 0. */
export const relu = (x: Value): Value => emitOne(op, [x]);
