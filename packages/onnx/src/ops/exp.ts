import type { Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { mul } from './arithmetic.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Exp', (_x, y, dy) => mul(dy, y));

/** eˣ; dx = dy ⊙ y. */
export const exp = (x: Value): Value => emitOne(op, [x]);
