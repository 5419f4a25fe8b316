import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { add, mul } from './arithmetic.js';
import { max } from './max.js';
import { min } from './min.js';
import { sign } from './sign.js';
import { sub } from './sub.js';

/** max(0, min(1, .2 x + .5)); dx = .2 dy where 0 < y < 1, and 0 elsewhere. */
export const hardSigmoid = (x: Value): Value =>
  composite(
    'HardSigmoid',
    [x],
    () => [max(min(add(mul(x, 0.2), 0.5), 1), 0)],
    ({ outputs: [y], adjoints: [dy] }) => [mul(dy!, mul(sign(mul(y!, sub(1, y!))), 0.2))],
  )[0]!;
