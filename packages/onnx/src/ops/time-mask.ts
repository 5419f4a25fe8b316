import type { Value } from '../graph/graph.js';
import { cast } from './cast.js';
import { less } from './compare.js';
import { indices } from './indices.js';
import { unsqueeze } from './squeeze.js';

/** 1 at the valid steps of `[time, batch, …]`, 0 at padding: `[time, batch]`, of the sequence's element type. */
export const timeMask = (sequence: Value, lengths: Value): Value =>
  cast(less(unsqueeze(indices(sequence, 0), [-1]), cast(lengths, 'int64')), sequence.type);
