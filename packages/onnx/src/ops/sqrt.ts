import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { mul } from './arithmetic.js';
import { div } from './div.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Sqrt', (_x, y, dy) => mul(dy, div(0.5, y)));

/** √x; dx = dy / (2 y). */
export const sqrt = (x: Value): Value => emitOne(op, [x]);
