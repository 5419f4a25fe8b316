import { emitOne, type Op, type Value } from '../graph/graph.js';
import { product, staticDim } from '../graph/shapes.js';
import type { DataType } from '../graph/types.js';
import { add, mul } from './arithmetic.js';
import { fillLike, oneHot } from './creation.js';
import { contract } from './matmul.js';
import { collapse, reshape, reshapeLike } from './shape.js';

const gatherOp: Op = {
  type: 'Gather',
  stackable: 'not-first',
  infer: ([table, ids]) => [{ type: table!.type, shape: [...ids!.shape, ...table!.shape.slice(1)] }],
  vjp: ({ inputs: [table, ids], adjoints: [dy] }) => [scatterRows(table!, ids!, dy!), undefined],
};

/** Rows of a matrix `[rows, N]` at whole numbers of any shape; dtable adds each adjoint to its row. */
export const gatherRows = (table: Value, ids: Value): Value => emitOne(gatherOp, [table, ids], { axis: 0 });

/** Up to this many rows a product with one-hot vectors is faster than adding row by row. */
const FEW_ROWS = 512;

/**
 * Unit vectors by look-up in an identity matrix, which is made once: twice as fast as the operator OneHot, which
 * runs in one thread.
 */
function lookUpOneHot(ids: Value, size: number, type: DataType): Value {
  const all = ids.graph.numbers(
    'int32',
    Array.from({ length: size }, (_, k) => k),
  );
  return gatherRows(oneHot(all, size, type), ids);
}

/**
 * Adds vectors `[…, N]` to the rows of a zero matrix of `table`'s shape `[rows, N]` at `ids` `[…]`: the gradient
 * of a look-up. Equal ids add up.
 */
function scatterRows(table: Value, ids: Value, vectors: Value): Value {
  const rows = staticDim(table, 0);
  if (rows <= FEW_ROWS) return contract(lookUpOneHot(ids, rows, vectors.type), vectors);
  // Entry by entry of a vector: in a matrix ONNX Runtime takes twice as long to find an index.
  const width = staticDim(table, 1);
  const columns = ids.graph.numbers(
    ids.type,
    Array.from({ length: width }, (_, k) => k),
  );
  const positions = add(reshape(mul(ids, width), [product(ids.shape.map(String)), 1]), columns);
  const zeros = collapse(fillLike(table, 0), 0);
  return reshapeLike(scatterAdd(zeros, collapse(positions, 0), collapse(vectors, 0)), table);
}

/** ScatterElements, not ScatterND: the latter's additions race on the CPU where indices are equal. */
const scatterOp: Op = { type: 'ScatterElements', infer: ([x]) => [{ type: x!.type, shape: x!.shape }] };

/** Adds entries to `x` at indices on the first axis; those of equal indices add up. It has no gradient. */
export const scatterAdd = (x: Value, indices: Value, entries: Value): Value =>
  emitOne(scatterOp, [x, indices, entries], { axis: 0, reduction: 'add' });
