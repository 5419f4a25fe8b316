import type { Graph, Value } from '../graph/graph.js';
import { emitOne } from '../graph/op.js';
import { unaryOp } from './elementwise.js';

const op = unaryOp('Identity', (_x, _y, dy) => dy);

/** A copy, in `graph` if one is given: a body's output must be made inside it. */
export const identity = (x: Value, graph?: Graph): Value => emitOne(op, [x], {}, graph);
