import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd, known } from '../graph/shapes.js';
import { type Dim, GraphError } from '../graph/types.js';
import { splitSizes } from './split.js';

const op: Op = {
  type: 'Concat',
  stackable: true,
  infer(parts, { axis }) {
    const first = parts[0]!;
    const k = fromEnd(first, axis as number);
    for (const part of parts) {
      const differs = part.rank !== first.rank || part.type !== first.type;
      if (differs || part.shape.some((dim, j) => j !== k && dim !== first.shape[j])) {
        throw new GraphError(`Concat cannot join ${first} and ${part} on axis ${axis}.`);
      }
    }
    const sizes = parts.map((part) => part.shape[k]!);
    const size: Dim = sizes.every((dim) => typeof dim === 'number')
      ? sizes.reduce<number>((total, dim) => total + (dim as number), 0)
      : sizes.join('+');
    return [{ type: first.type, shape: first.shape.map((dim, j) => (j === k ? size : dim)) }];
  },
  vjp({ inputs, attributes, adjoints: [dy] }) {
    const axis = attributes.axis as number;
    return splitSizes(
      dy!,
      inputs.map((input) => known(input, axis)),
      axis,
    );
  },
};

/** Joins tensors along an axis, counted from the end; the gradient is cut apart again. */
export const concat = (parts: readonly Value[], axis = -1): Value =>
  parts.length === 1 ? parts[0]! : emitOne(op, [...parts], { axis });
