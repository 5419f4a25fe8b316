import type { Value } from '../graph/graph.js';
import { binary, binaryOp, type Operand } from './elementwise.js';
import { sumLike } from './sum-like.js';

const op = binaryOp('Add', ({ inputs, adjoints, wanted }) =>
  inputs.map((input, k) => (wanted[k] ? sumLike(adjoints[0]!, input) : undefined)),
);

/** a + b; d = (dy, dy), summed over what was broadcast. */
export const add = (a: Operand, b: Operand): Value => binary(op, a, b);
