import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { add, mul } from './arithmetic.js';
import { exp } from './exp.js';
import { max } from './max.js';
import { min } from './min.js';
import { sub } from './sub.js';

/**
 * x where it is positive, eˣ - 1 elsewhere (D.-A. Clevert, T. Unterthiner and S. Hochreiter, 2016);
 * dx = dy ⊙ min(y + 1, 1).
 */
export const elu = (x: Value): Value =>
  composite(
    'Elu',
    [x],
    () => [add(max(x, 0), sub(exp(min(x, 0)), 1))],
    ({ outputs: [y], adjoints: [dy] }) => [mul(dy!, min(add(y!, 1), 1))],
  )[0]!;
