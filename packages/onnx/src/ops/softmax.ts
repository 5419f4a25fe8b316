import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd } from '../graph/shapes.js';
import { mul, reduceSum } from './arithmetic.js';
import { sub } from './sub.js';

const op: Op = {
  type: 'Softmax',
  stackable: true,
  infer([x]) {
    fromEnd(x!, -1);
    return [{ type: x!.type, shape: x!.shape }];
  },
  vjp({ outputs: [y], adjoints: [dy] }) {
    const weighted = mul(dy!, y!);
    return [sub(weighted, mul(y!, reduceSum(weighted, [-1], { keep: true })))];
  },
};

/** exp(x) / Σ exp(x) over the last axis; dx = y ⊙ (dy - Σ dy ⊙ y). */
export const softmax = (x: Value): Value => emitOne(op, [x], { axis: -1 });
