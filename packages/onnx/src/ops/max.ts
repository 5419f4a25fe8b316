import type { Value } from '../graph/graph.js';
import { binary, binaryOp, type Operand } from './elementwise.js';

const op = binaryOp('Max');

/** The larger of two; it has no gradient. */
export const max = (a: Operand, b: Operand): Value => binary(op, a, b);
