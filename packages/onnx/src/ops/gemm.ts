import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { broadcast, expectMatrix, known, sameShape } from '../graph/shapes.js';
import { formatDims, GraphError } from '../graph/types.js';
import { add, sumLike } from './arithmetic.js';
import { collapse } from './collapse.js';
import { concat } from './concat.js';
import { contract, matmul, matmulTransposed } from './matmul.js';
import { reshapeTo } from './reshape.js';
import { shapeOf } from './shape-of.js';

const op: Op = {
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
    wanted[2] ? sumLike(dy!, c!) : undefined,
  ],
};

/**
 * `x · w + c` for `x` `[…, K]` and a matrix `w` `[K, N]`: one product that starts from `c`, which saves a pass over
 * the result. Leading axes are joined for it.
 */
export function gemm(x: Value, w: Value, c: Value): Value {
  if (x.rank === 2 && c.rank <= 2) return emitOne(op, [x, w, c]);
  if (c.rank > 1) return add(matmul(x, w), c);
  const sizes = concat([shapeOf(x, 0, x.rank - 1), x.graph.numbers('int64', [known(w, 1)])]);
  return reshapeTo(emitOne(op, [collapse(x, 1), w, c]), sizes, [...x.shape.slice(0, -1), w.dim(1)]);
}
