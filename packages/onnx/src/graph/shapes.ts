import type { Value, ValueType } from './graph.js';
import { type Dim, formatDims, GraphError, type Shape } from './types.js';

/** The shape of an element-wise result: axes are matched from the last one, and 1 stretches. */
export function broadcast(op: string, a: ValueType, b: ValueType): Shape {
  if (a.type !== b.type)
    throw new GraphError(`${op} needs one element type, received ${a.type} and ${b.type}.`);
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, k) => {
    const m = a.shape[k - rank + a.shape.length] ?? 1;
    const n = b.shape[k - rank + b.shape.length] ?? 1;
    if (m === n || n === 1) return m;
    if (m === 1) return n;
    throw new GraphError(`${op} cannot match ${formatDims(a.shape)} with ${formatDims(b.shape)}.`);
  });
}

/** True if both shapes are the same, name for name. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, k) => dim === b[k]);

/** The product of sizes; unknown ones are joined to a new name. */
export function product(dims: Shape): Dim {
  const names = dims.filter((dim) => typeof dim === 'string');
  const known = dims.reduce<number>((total, dim) => (typeof dim === 'number' ? total * dim : total), 1);
  if (names.length === 0) return known;
  return [...names, ...(known === 1 ? [] : [known])].join('*');
}

/** The index of an axis that is counted from the end: so it means the same under any number of leading axes. */
export function fromEnd(value: Value, axis: number): number {
  if (Number.isInteger(axis) && axis < 0 && axis >= -value.rank) return value.rank + axis;
  throw new GraphError(`${value} has no axis ${axis}: expected one from ${-value.rank} to -1.`);
}

/** Two operands of a product: one element type, the second of them a matrix. */
export function expectMatrix(x: Value, matrix: Value): void {
  if (x.type !== matrix.type || x.rank === 0 || matrix.rank !== 2)
    throw new GraphError(`Cannot multiply ${x} by ${matrix}: expected a matrix of the same element type.`);
}

/** A size that must be known while building. */
export function staticDim(value: Value, axis: number): number {
  const dim = value.dim(axis);
  if (typeof dim !== 'number') {
    throw new GraphError(`Axis ${axis} of ${value.name} ${formatDims(value.shape)} must have a known size.`);
  }
  return dim;
}
