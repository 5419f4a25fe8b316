import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd } from '../graph/shapes.js';
import { mul, reduceSum } from './arithmetic.js';
import { exp } from './exp.js';
import { sub } from './sub.js';

const op: Op = {
  type: 'LogSoftmax',
  stackable: true,
  infer([x]) {
    fromEnd(x!, -1);
    return [{ type: x!.type, shape: x!.shape }];
  },
  vjp: ({ outputs: [y], adjoints: [dy] }) => [sub(dy!, mul(exp(y!), reduceSum(dy!, [-1], { keep: true })))],
};

/** The logarithm of {@link softmax}; dx = dy - exp(y) Σ dy. */
export const logSoftmax = (x: Value): Value => emitOne(op, [x], { axis: -1 });
