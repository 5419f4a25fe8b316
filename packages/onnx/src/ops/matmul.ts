import { composite, emitOne, type Op, type Value } from '../graph/graph.js';
import { broadcast, expectMatrix, sameShape, staticDim } from '../graph/shapes.js';
import { formatDims, GraphError, type Shape } from '../graph/types.js';
import { add, unbroadcast } from './arithmetic.js';
import { collapse, reshape, reshapeTo, shapeOf, transpose } from './shape.js';
import { concat } from './slicing.js';

/** The shape of `[…, K]` times a matrix, given which of the matrix's axes is K and which one stays. */
function productShape(x: Value, matrix: Value, inner: number, outer: number): Shape {
  expectMatrix(x, matrix);
  if (x.dim(-1) !== matrix.dim(inner)) {
    const transposed = inner === 1 ? ' transposed' : '';
    throw new GraphError(`Cannot multiply ${x} by ${matrix}${transposed}: the inner sizes differ.`);
  }
  return [...x.shape.slice(0, -1), matrix.dim(outer)];
}

const matmulOp: Op = {
  type: 'MatMul',
  stackable: true,
  infer: ([x, w]) => [{ type: x!.type, shape: productShape(x!, w!, 0, 1) }],
  vjp: ({ inputs: [x, w], adjoints: [dy], wanted }) => [
    wanted[0] ? matmulTransposed(dy!, w!) : undefined,
    wanted[1] ? contract(x!, dy!) : undefined,
  ],
};

/** ONNX Runtime's product that reads an operand transposed, without a copy; float32 only. */
const transposedOp: Op = {
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
export const matmul = (x: Value, w: Value): Value => emitOne(matmulOp, [x, w]);

/** `x · wᵀ` for `x` `[…, N]` and a matrix `w` `[K, N]`; dx = dy · w, dw = dyᵀ · x over all leading axes. */
export const matmulTransposed = (x: Value, w: Value): Value =>
  x.type === 'float32' ? emitOne(transposedOp, [x, w], { transB: 1 }) : matmul(x, transpose(w));

const contractOp: Op = {
  type: 'FusedMatMul',
  domain: 'com.microsoft',
  stackable: true,
  infer([x, y]) {
    expectMatrix(x!, y!);
    if (x!.dim(0) !== y!.dim(0))
      throw new GraphError(`Cannot multiply ${x} transposed by ${y}: the inner sizes differ.`);
    return [{ type: x!.type, shape: [x!.dim(1), y!.dim(1)] }];
  },
};

/**
 * Sums the outer products of the vectors on the last axis over all other axes: `[…, K]` and `[…, N]` give
 * `[K, N]`. This is the gradient of a kernel, over all time steps and examples in one matrix product.
 */
export function contract(x: Value, y: Value): Value {
  const rows = collapse(x, 1);
  const columns = collapse(y, 1);
  if (x.type !== 'float32') return matmul(transpose(rows), columns);
  // ONNX Runtime is up to four times faster with the narrower operand first.
  return staticDim(x, -1) <= staticDim(y, -1)
    ? emitOne(contractOp, [rows, columns], { transA: 1 })
    : transpose(emitOne(contractOp, [columns, rows], { transA: 1 }));
}

const gemmOp: Op = {
  type: 'Gemm',
  infer([x, w, c]) {
    expectMatrix(x!, w!);
    if (x!.dim(1) !== w!.dim(0))
      throw new GraphError(`Cannot multiply ${x} by ${w}: the inner sizes differ.`);
    const shape = [x!.dim(0), w!.dim(1)];
    if (!sameShape(broadcast('Gemm', { type: x!.type, shape }, c!), shape))
      throw new GraphError(`Gemm cannot add ${c} to a product ${formatDims(shape)}.`);
    return [{ type: x!.type, shape }];
  },
  vjp: ({ inputs: [x, w, c], adjoints: [dy], wanted }) => [
    wanted[0] ? matmulTransposed(dy!, w!) : undefined,
    wanted[1] ? contract(x!, dy!) : undefined,
    wanted[2] ? unbroadcast(dy!, c!) : undefined,
  ],
};

/**
 * `x · w + c` for `x` `[…, K]` and a matrix `w` `[K, N]`: one product that starts from `c`, which saves a pass over
 * the result. Leading axes are joined for it.
 */
export function gemm(x: Value, w: Value, c: Value): Value {
  if (x.rank === 2 && c.rank <= 2) return emitOne(gemmOp, [x, w, c]);
  if (c.rank > 1) return add(matmul(x, w), c);
  const sizes = concat([shapeOf(x, 0, x.rank - 1), x.graph.numbers('int64', [staticDim(w, 1)])]);
  return reshapeTo(emitOne(gemmOp, [collapse(x, 1), w, c]), sizes, [...x.shape.slice(0, -1), w.dim(1)]);
}

/** The weights and the bias of a recurrent layer's products with input and state, also as one matrix. */
interface JoinedWeights {
  /** `[M, N]`. */
  kernel: Value;
  /** `[K, N]`. */
  recurrentKernel: Value;
  /** Kernel, bias and recurrent kernel above each other, `[M + 1 + K, N]`. */
  all: Value;
}

/** Joins weights for {@link joinedProduct}: outside of a scan it is done once. */
export const joinWeights = (kernel: Value, bias: Value, recurrentKernel: Value): JoinedWeights => ({
  kernel,
  recurrentKernel,
  all: concat([kernel, reshape(bias, [1, ...bias.shape]), recurrentKernel], -2),
});

/**
 * `x · kernel + h · recurrentKernel + bias` for `x` `[batch, M]` and `h` `[batch, K]` as one product,
 * `[x, 1, h]` times all weights, so that their gradient is one product as well.
 *
 * @param ones - `[batch, 1]`.
 */
export function joinedProduct(x: Value, h: Value, ones: Value, weights: JoinedWeights): Value {
  const { kernel, recurrentKernel, all } = weights;
  const forward = () => {
    const joined = concat([x, ones, h]);
    return [matmul(joined, all), joined];
  };
  return composite('JoinedProduct', [x, h, ones, all], forward, ({ outputs, adjoints: [dy], wanted }) => [
    wanted[0] ? matmulTransposed(dy!, kernel) : undefined,
    wanted[1] ? matmulTransposed(dy!, recurrentKernel) : undefined,
    undefined,
    wanted[3] ? contract(outputs[1]!, dy!) : undefined,
  ])[0]!;
}
