import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { addRows } from './add-rows.js';

const op: Op = {
  type: 'Gather',
  stackable: 'not-first',
  infer: ([table, ids]) => [{ type: table!.type, shape: [...ids!.shape, ...table!.shape.slice(1)] }],
  vjp: ({ inputs: [table, ids], adjoints: [dy] }) => [addRows(table!, ids!, dy!), undefined],
};

/** Rows of a matrix `[rows, N]` at whole numbers of any shape; dtable adds each adjoint to its row. */
export const gatherRows = (table: Value, ids: Value): Value => emitOne(op, [table, ids], { axis: 0 });
