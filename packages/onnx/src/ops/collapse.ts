import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { known, product } from '../graph/shapes.js';
import { reshapeLike } from './reshape.js';

const op: Op = {
  type: 'Reshape',
  stackable: true,
  merges: true,
  infer([x, shape]) {
    const tail = shape!.data!.length - 1;
    const cut = x!.rank - tail;
    return [{ type: x!.type, shape: [product(x!.shape.slice(0, cut)), ...x!.shape.slice(cut)] }];
  },
  vjp: ({ inputs: [x], adjoints: [dy] }) => [reshapeLike(dy!, x!), undefined],
};

/**
 * Joins all axes but the last `keep`, whose sizes must be known, into one: `[T, B, N]` with `keep` 1 becomes
 * `[T · B, N]`.
 */
export function collapse(x: Value, keep: number): Value {
  const tail = Array.from({ length: keep }, (_, k) => known(x, k - keep));
  return emitOne(op, [x, x.graph.numbers('int64', [-1, ...tail])]);
}
