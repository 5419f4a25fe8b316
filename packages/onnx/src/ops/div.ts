import type { Value } from '../graph/graph.js';
import { mul, sumLike } from './arithmetic.js';
import { binary, binaryOp, type Operand } from './elementwise.js';
import { neg } from './neg.js';

const op = binaryOp('Div', ({ inputs: [a, b], outputs: [y], adjoints: [dy], wanted }) => [
  wanted[0] ? sumLike(div(dy!, b!), a!) : undefined,
  wanted[1] ? sumLike(neg(mul(dy!, div(y!, b!))), b!) : undefined,
]);

/** a / b; d = (dy / b, -dy ⊙ y / b), summed over what was broadcast. */
export const div = (a: Operand, b: Operand): Value => binary(op, a, b);
