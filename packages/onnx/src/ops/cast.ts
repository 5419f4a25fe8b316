import { elementTypes } from '../graph/element-types.js';
import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { DataType } from '../graph/types.js';

const make = (type: DataType): Op => ({
  type: 'Cast',
  stackable: true,
  infer: ([x]) => [{ type, shape: x!.shape }],
});

/** Another element type. No gradient: it leads from whole numbers to reals. */
export const cast = (x: Value, type: DataType): Value =>
  x.type === type ? x : emitOne(make(type), [x], { to: elementTypes[type] });
