import type { Value } from '../graph/graph.js';
import { binary, binaryOp, type Operand } from './elementwise.js';
import { sumLike } from './sum-like.js';

const op = binaryOp('Mul', ({ inputs: [a, b], adjoints: [dy], wanted }) => [
  wanted[0] ? sumLike(mul(dy!, b!), a!) : undefined,
  wanted[1] ? sumLike(mul(dy!, a!), b!) : undefined,
]);

/** a ⊙ b; d = (dy ⊙ b, dy ⊙ a), summed over what was broadcast. */
export const mul = (a: Operand, b: Operand): Value => binary(op, a, b);

/** `x` times a scalar: where `x` is already some tensor times a scalar, the scalars are multiplied first. */
export function scale(x: Value, factor: Value): Value {
  const [tensor, known] = x.node?.op === op ? (x.node.inputs as [Value, Value]) : [x];
  return known?.rank === 0 ? mul(tensor, mul(known, factor)) : mul(x, factor);
}
