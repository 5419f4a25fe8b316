import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { DataType } from '../graph/types.js';
import { cast } from './cast.js';

const make = (depth: number): Op => ({
  type: 'OneHot',
  stackable: true,
  infer: ([ids]) => [{ type: 'float32', shape: [...ids!.shape, depth] }],
});

/** Unit vectors `[…, depth]` for whole numbers `[…]` (int32). */
export function oneHot(ids: Value, depth: number, type: DataType): Value {
  const { graph } = ids;
  const inputs = [ids, graph.numbers('int32', depth), graph.numbers('float32', [0, 1])];
  return cast(emitOne(make(depth), inputs, { axis: -1 }), type);
}
