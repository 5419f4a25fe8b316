import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Neg', (_x, _y, dy) => neg(dy));

/** -x; dx = -dy. */
export const neg = (x: Value): Value => emitOne(op, [x]);
