import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { known, product } from '../graph/shapes.js';
import type { DataType } from '../graph/types.js';
import { collapse } from './collapse.js';
import { contract } from './contract.js';
import { fillLike } from './fill.js';
import { gatherRows } from './gather-rows.js';
import { oneHot } from './one-hot.js';
import { reshape } from './reshape.js';
import { scatterAdd } from './scatter-add.js';
import { shapeOf } from './shape-of.js';

/** Up to this many rows a product with one-hot vectors is faster than adding row by row. */
const FEW_ROWS = 512;

const expand = (shape: Value['shape']): Op => ({
  type: 'Expand',
  infer: ([x]) => [{ type: x!.type, shape }],
});

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
  const flat = collapse(vectors, 1);
  const column = reshape(ids, [product(ids.shape.map(String)), 1]);
  const index = emitOne(expand(flat.shape), [column, shapeOf(flat)]);
  return scatterAdd(fillLike(table, 0), index, flat);
}
