import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { mul } from './mul.js';

/**
 * Zeros of the shape of a tensor of finite numbers; nothing flows back through them. They are a product, which the
 * gradient of a scan can compute for all time steps at once; elsewhere `fillLike` costs less.
 */
export const zerosLike = (x: Value): Value =>
  composite(
    'ZerosLike',
    [x],
    () => [mul(x, 0)],
    () => [undefined],
  )[0]!;
