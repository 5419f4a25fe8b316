import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd } from '../graph/shapes.js';
import { add } from './add.js';
import { unsqueeze } from './unsqueeze.js';
import { zerosLike } from './zeros-like.js';

const op: Op = {
  type: 'ReduceSum',
  stackable: true,
  infer([x, axes], { keepdims }) {
    const reduced = Array.from(axes!.data as BigInt64Array, (axis) => fromEnd(x!, Number(axis)));
    const shape = x!.shape.flatMap((dim, k) => (!reduced.includes(k) ? [dim] : keepdims ? [1] : []));
    return [{ type: x!.type, shape }];
  },
  vjp({ inputs: [x, axes], attributes, adjoints: [dy] }) {
    const list = Array.from(axes!.data as BigInt64Array, Number);
    const kept = attributes.keepdims ? dy! : unsqueeze(dy!, list);
    return [add(kept, zerosLike(x!)), undefined];
  },
};

/**
 * Sums over axes, which are counted from the end (-1 is the last); dx = dy, stretched back. Axes must not be empty when
 * the graph runs: ONNX Runtime (1.29) then gives the input's shape back instead of zeros.
 */
export const reduceSum = (x: Value, axes: readonly number[], { keep = false } = {}): Value =>
  emitOne(
    op,
    [
      x,
      x.graph.numbers(
        'int64',
        [...axes].sort((a, b) => a - b),
      ),
    ],
    { keepdims: keep ? 1 : 0 },
  );

/** The sum of all entries, a scalar. */
export const sumAll = (x: Value): Value =>
  reduceSum(
    x,
    Array.from(x.shape, (_, k) => k - x.rank),
  );
