import type { Value } from '../graph/graph.js';
import { sumLike } from './arithmetic.js';
import { binary, binaryOp, type Operand } from './elementwise.js';
import { neg } from './neg.js';

const op = binaryOp('Sub', ({ inputs: [a, b], adjoints: [dy], wanted }) => [
  wanted[0] ? sumLike(dy!, a!) : undefined,
  wanted[1] ? sumLike(neg(dy!), b!) : undefined,
]);

/** a - b; d = (dy, -dy), summed over what was broadcast. */
export const sub = (a: Operand, b: Operand): Value => binary(op, a, b);
