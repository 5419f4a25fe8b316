import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Sign');

/** -1, 0 or 1; its gradient is zero and is left out. */
export const sign = (x: Value): Value => emitOne(op, [x]);
