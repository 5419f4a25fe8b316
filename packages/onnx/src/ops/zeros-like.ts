import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { mul } from './mul.js';

/** Zeros of the shape of a tensor of finite numbers; nothing flows back through them. */
export const zerosLike = (x: Value): Value =>
  composite(
    'ZerosLike',
    [x],
    () => [mul(x, 0)],
    () => [undefined],
  )[0]!;
