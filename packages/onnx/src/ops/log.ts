import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { div } from './div.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Log', (x, _y, dy) => div(dy, x));

/** The natural logarithm; dx = dy / x. */
export const log = (x: Value): Value => emitOne(op, [x]);
