import type { Value } from '../graph/graph.js';
import { binary, binaryOp, type Operand } from './elementwise.js';
import { sumLike } from './sum-like.js';

const op = binaryOp('Mul', ({ inputs: [a, b], adjoints: [dy], wanted }) => [
  wanted[0] ? sumLike(mul(dy!, b!), a!) : undefined,
  wanted[1] ? sumLike(mul(dy!, a!), b!) : undefined,
]);

/** a ⊙ b; d = (dy ⊙ b, dy ⊙ a), summed over what was broadcast. */
export const mul = (a: Operand, b: Operand): Value => binary(op, a, b);
