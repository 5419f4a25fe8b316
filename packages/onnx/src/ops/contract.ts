import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { expectMatrix, known } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { collapse } from './collapse.js';
import { matmul } from './matmul.js';
import { transpose } from './transpose.js';

const fused: Op = {
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
  return known(x, -1) <= known(y, -1)
    ? emitOne(fused, [rows, columns], { transA: 1 })
    : transpose(emitOne(fused, [columns, rows], { transA: 1 }));
}
