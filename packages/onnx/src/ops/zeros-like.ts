import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { mul } from './mul.js';

/** Zeros of a tensor's shape; nothing flows back through them. */
export const zerosLike = (x: Value): Value =>
  composite(
    'ZerosLike',
    [x],
    () => [mul(x, 0)],
    () => [undefined],
  )[0]!;
