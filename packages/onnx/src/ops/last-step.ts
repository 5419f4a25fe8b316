import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { add, mul } from './arithmetic.js';
import { cast } from './cast.js';
import { collapse } from './collapse.js';
import { equal, less } from './compare.js';
import { gatherRows } from './gather-rows.js';
import { indices } from './indices.js';
import { shapeOf } from './shape-of.js';
import { unsqueeze } from './squeeze.js';
import { sub } from './sub.js';

/**
 * The step at `length - 1` of each example of `[time, batch, N]`, and zeros where the length is 0: `[batch, N]`.
 * The adjoint goes to that step alone.
 */
export function lastStep(sequence: Value, lengths: Value): Value {
  const length = cast(lengths, 'int64');
  const forward = () => {
    const some = cast(less(mul(length, 0), length), 'int64');
    const step = mul(sub(length, 1), some);
    const row = add(mul(step, shapeOf(sequence, 1, 2)), indices(sequence, 1));
    return [mul(gatherRows(collapse(sequence, 1), row), unsqueeze(cast(some, sequence.type), [-1]))];
  };
  return composite('LastStep', [sequence, lengths], forward, ({ adjoints: [dy] }) => {
    const isLast = equal(unsqueeze(indices(sequence, 0), [-1]), sub(length, 1));
    return [mul(unsqueeze(cast(isLast, sequence.type), [-1]), dy!), undefined];
  })[0]!;
}
