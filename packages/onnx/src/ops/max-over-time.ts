import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { argMaxOverTime } from './arg-max.js';
import { mul } from './arithmetic.js';
import { cast } from './cast.js';
import { equal, less } from './compare.js';
import { indices } from './indices.js';
import { reduceMax } from './reduce-max.js';
import { unsqueeze } from './squeeze.js';
import { where } from './where.js';

/**
 * The largest of the valid steps of `[time, batch, N]`, feature by feature, zeros where the length is 0:
 * `[batch, N]`. The adjoint goes to the first of the steps that hold it.
 */
export function maxOverTime(sequence: Value, lengths: Value): Value {
  const length = cast(lengths, 'int64');
  const valid = () => unsqueeze(less(unsqueeze(indices(sequence, 0), [-1]), length), [-1]);
  const some = () => cast(unsqueeze(less(mul(length, 0), length), [-1]), sequence.type);
  const masked = () => where(valid(), sequence, -3e38);
  const forward = () => [mul(reduceMax(masked(), [-3]), some())];
  return composite('MaxOverTime', [sequence, lengths], forward, ({ adjoints: [dy] }) => {
    const isLargest = equal(unsqueeze(indices(sequence, 0), [-1, -2]), argMaxOverTime(masked()));
    return [mul(cast(isLargest, sequence.type), mul(dy!, some())), undefined];
  })[0]!;
}
