import type { Value } from '../graph/graph.js';
import { binary, binaryOp, type Operand } from './elementwise.js';

const op = binaryOp('Min');

/** The smaller of two; it has no gradient. */
export const min = (a: Operand, b: Operand): Value => binary(op, a, b);
