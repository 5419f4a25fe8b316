import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { formatDims, GraphError, type Shape } from '../graph/types.js';
import { contract } from './contract.js';
import { transpose } from './transpose.js';

/** `[…, K]` times `[K, N]`. */
function productShape(x: Value, inner: unknown, columns: Shape[number], weights: Value): Shape {
  if (x.dim(-1) !== inner) {
    throw new GraphError(
      `Cannot multiply ${x.name} ${formatDims(x.shape)} by ${weights.name} ${formatDims(weights.shape)}.`,
    );
  }
  return [...x.shape.slice(0, -1), columns];
}

const op: Op = {
  type: 'MatMul',
  stackable: true,
  infer: ([x, w]) => [{ type: x!.type, shape: productShape(x!, w!.dim(0), w!.dim(1), w!) }],
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
  infer: ([x, w]) => [{ type: x!.type, shape: productShape(x!, w!.dim(1), w!.dim(0), w!) }],
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
