import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { broadcast } from '../graph/shapes.js';
import { mul, sumLike } from './arithmetic.js';
import { cast } from './cast.js';
import type { Operand } from './elementwise.js';
import { sub } from './sub.js';

const op: Op = {
  type: 'Where',
  infer([condition, a, b]) {
    const shape = broadcast('Where', a!, b!);
    return [
      {
        type: a!.type,
        shape: broadcast('Where', { type: a!.type, shape: condition!.shape }, { type: a!.type, shape }),
      },
    ];
  },
  vjp({ inputs: [condition, a, b], adjoints: [dy], wanted }) {
    const chosen = cast(condition!, dy!.type);
    return [
      undefined,
      wanted[1] ? sumLike(mul(dy!, chosen), a!) : undefined,
      wanted[2] ? sumLike(mul(dy!, sub(1, chosen)), b!) : undefined,
    ];
  },
};

/** a where a condition holds, b elsewhere. */
export function where(condition: Value, a: Value, b: Operand): Value {
  return emitOne(op, [condition, a, typeof b === 'number' ? a.graph.numbers(a.type, b) : b]);
}
