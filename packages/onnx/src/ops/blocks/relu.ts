import type { Value } from '../../graph/graph.js';
import { composite } from '../../graph/op.js';
import { mul } from '../arithmetic.js';
import { relu } from '../relu.js';
import { fromBlocks, toBlocks } from './layout.js';
import { positive } from './steps.js';

const rectified = new WeakMap<Value, Value>();

/** What a value is max(x, 0) of, in blocks. */
export const rectifiedOf = (y: Value): Value | undefined => rectified.get(y);

/** max(x, 0) of images that are there in blocks; dx = dy where x > 0, and 0 at 0. */
export function reluInBlocks(x: Value): Value {
  const blocks = toBlocks(x);
  let value: Value;
  const forward = () => {
    value = relu(blocks.value);
    return [fromBlocks({ ...blocks, value })];
  };
  const [y] = composite('ReluInBlocks', [x], forward, ({ adjoints: [dy] }) => {
    return [fromBlocks({ ...blocks, value: mul(toBlocks(dy!).value, positive(value)) })];
  });
  rectified.set(y!, x);
  return y!;
}
