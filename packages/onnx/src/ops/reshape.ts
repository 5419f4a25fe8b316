import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { product } from '../graph/shapes.js';
import { formatDims, GraphError, type Shape } from '../graph/types.js';
import { shapeOf } from './shape-of.js';

const make = (result: Shape): Op => ({
  type: 'Reshape',
  infer: ([x]) => [{ type: x!.type, shape: result }],
  vjp: ({ inputs: [x], adjoints: [dy] }) => [reshapeLike(dy!, x!), undefined],
});

/**
 * Gives a tensor new axes. One entry of `shape` may be a name: its size follows from the others.
 *
 * @throws GraphError if more than one size is unknown; use {@link reshapeLike} there.
 */
export function reshape(x: Value, shape: Shape): Value {
  const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : -1));
  if (sizes.filter((size) => size === -1).length > 1) {
    throw new GraphError(`Reshape to ${formatDims(shape)} has more than one unknown size.`);
  }
  const [before, after] = [product(x.shape), product(shape)];
  if (typeof before === 'number' && typeof after === 'number' && before !== after) {
    throw new GraphError(`Cannot reshape ${x} to ${formatDims(shape)}: the numbers of entries differ.`);
  }
  return emitOne(make(shape), [x, x.graph.numbers('int64', sizes)]);
}

/** Gives a tensor the axes of another one with as many entries. */
export const reshapeLike = (x: Value, like: Value): Value => emitOne(make(like.shape), [x, shapeOf(like)]);

/** Gives a tensor the sizes in `sizes` (int64), which are known as `shape` while building. */
export const reshapeTo = (x: Value, sizes: Value, shape: Shape): Value => emitOne(make(shape), [x, sizes]);
