import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { expectMatrix } from '../graph/shapes.js';
import { GraphError, type Shape } from '../graph/types.js';
import { contract } from './contract.js';
import { transpose } from './transpose.js';

/** The shape of `[…, K]` times a matrix, given which of the matrix's axes is K and which one stays. */
function productShape(x: Value, matrix: Value, inner: number, outer: number): Shape {
  expectMatrix(x, matrix);
  if (x.dim(-1) !== matrix.dim(inner)) {
    const transposed = inner === 1 ? ' transposed' : '';
    throw new GraphError(`Cannot multiply ${x} by ${matrix}${transposed}: the inner sizes differ.`);
  }
  return [...x.shape.slice(0, -1), matrix.dim(outer)];
}

const op: Op = {
  type: 'MatMul',
  stackable: true,
  infer: ([x, w]) => [{ type: x!.type, shape: productShape(x!, w!, 0, 1) }],
  vjp: ({ inputs: [x, w], adjoints: [dy], wanted }) => [
    wanted[0] ? matmulTransposed(dy!, w!) : undefined,
    wanted[1] ? contract(x!, dy!) : undefined,
  ],
};

/** ONNX Runtime's product that reads an operand transposed, without a copy; float32 only. */
const fused: Op = {
  type: 'FusedMatMul',
  domain: 'com.microsoft',
  stackable: true,
  infer: ([x, w]) => [{ type: x!.type, shape: productShape(x!, w!, 1, 0) }],
  vjp: ({ inputs: [x, w], adjoints: [dy], wanted }) => [
    wanted[0] ? matmul(dy!, w!) : undefined,
    wanted[1] ? contract(dy!, x!) : undefined,
  ],
};

/** `x · w` for `x` `[…, K]` and a matrix `w` `[K, N]`; dx = dy · wᵀ, dw = xᵀ · dy over all leading axes. */
export const matmul = (x: Value, w: Value): Value => emitOne(op, [x, w]);

/** `x · wᵀ` for `x` `[…, N]` and a matrix `w` `[K, N]`; dx = dy · w, dw = dyᵀ · x over all leading axes. */
export const matmulTransposed = (x: Value, w: Value): Value =>
  x.type === 'float32' ? emitOne(fused, [x, w], { transB: 1 }) : matmul(x, transpose(w));
