import type { Value } from '../graph/graph.js';
import { mul, reduceSum } from './arithmetic.js';
import { cast } from './cast.js';
import { div } from './div.js';
import { max } from './max.js';
import { unsqueeze } from './squeeze.js';
import { timeMask } from './time-mask.js';

/** The mean of the valid steps of `[time, batch, N]`, zeros where the length is 0: `[batch, N]`. */
export function meanOverTime(sequence: Value, lengths: Value): Value {
  const counts = max(cast(lengths, sequence.type), 1);
  return div(reduceSum(maskTime(sequence, lengths), [-3]), unsqueeze(counts, [-1]));
}

/** A sequence with zeros in place of its padding. */
export const maskTime = (sequence: Value, lengths: Value): Value =>
  mul(sequence, unsqueeze(timeMask(sequence, lengths), [-1]));
