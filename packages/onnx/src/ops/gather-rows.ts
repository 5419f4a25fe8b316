import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { known, product } from '../graph/shapes.js';
import type { DataType } from '../graph/types.js';
import { add, mul } from './arithmetic.js';
import { collapse } from './collapse.js';
import { fillLike } from './fill.js';
import { contract } from './matmul.js';
import { oneHot } from './one-hot.js';
import { reshape, reshapeLike } from './reshape.js';
import { scatterAdd } from './scatter-add.js';

const op: Op = {
  type: 'Gather',
  stackable: 'not-first',
  infer: ([table, ids]) => [{ type: table!.type, shape: [...ids!.shape, ...table!.shape.slice(1)] }],
  vjp: ({ inputs: [table, ids], adjoints: [dy] }) => [addRows(table!, ids!, dy!), undefined],
};

/** Rows of a matrix `[rows, N]` at whole numbers of any shape; dtable adds each adjoint to its row. */
export const gatherRows = (table: Value, ids: Value): Value => emitOne(op, [table, ids], { axis: 0 });

/** Up to this many rows a product with one-hot vectors is faster than adding row by row. */
const FEW_ROWS = 512;

/**
 * Unit vectors by look-up in an identity matrix, which is made once: twice as fast as the operator OneHot, which
 * runs in one thread.
 */
function unitVectors(ids: Value, size: number, type: DataType): Value {
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
export function addRows(table: Value, ids: Value, vectors: Value): Value {
  const rows = known(table, 0);
  if (rows <= FEW_ROWS) return contract(unitVectors(ids, rows, vectors.type), vectors);
  // Entry by entry of a vector: in a matrix ONNX Runtime takes twice as long to find an entry's place.
  const width = known(table, 1);
  const columns = ids.graph.numbers(
    ids.type,
    Array.from({ length: width }, (_, k) => k),
  );
  const places = add(reshape(mul(ids, width), [product(ids.shape.map(String)), 1]), columns);
  const zeros = collapse(fillLike(table, 0), 0);
  return reshapeLike(scatterAdd(zeros, collapse(places, 0), collapse(vectors, 0)), table);
}
