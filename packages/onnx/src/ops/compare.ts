import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { broadcast } from '../graph/shapes.js';
import type { Operand } from './elementwise.js';

const make = (type: string): Op => ({
  type,
  stackable: 'broadcast',
  infer: ([a, b]) => [{ type: 'bool', shape: broadcast(type, a!, b!) }],
});
const equalOp = make('Equal');
const lessOp = make('Less');

const compare = (op: Op, a: Value, b: Operand): Value =>
  emitOne(op, [a, typeof b === 'number' ? a.graph.numbers(a.type, b) : b]);

/** a = b, element by element. */
export const equal = (a: Value, b: Operand): Value => compare(equalOp, a, b);

/** a < b, element by element. */
export const less = (a: Value, b: Operand): Value => compare(lessOp, a, b);
