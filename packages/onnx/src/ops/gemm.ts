import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { broadcast, expectMatrix, sameShape } from '../graph/shapes.js';
import { formatDims, GraphError } from '../graph/types.js';
import { add } from './add.js';
import { contract } from './contract.js';
import { matmul, matmulTransposed } from './matmul.js';
import { sumLike } from './sum-like.js';

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

/** `x · w + c`: one node where `x` is a matrix, a product and a sum where it has more axes. */
export const gemm = (x: Value, w: Value, c: Value): Value =>
  x.rank === 2 && c.rank <= 2 ? emitOne(op, [x, w, c]) : add(matmul(x, w), c);
