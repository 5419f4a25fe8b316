import type { Window2d } from '@rnnlab/models';
import type { Value } from '../../graph/graph.js';
import { composite } from '../../graph/op.js';
import { known } from '../../graph/shapes.js';
import { expectChannels, inputAdjoint } from '../convolve.js';
import { transpose } from '../transpose.js';
import { adjointFilter, biasGradient, convolveBlocks, inputGradient, kernelGradient } from './convolution.js';
import { blockOf, fillUp, fromBlocks, reorderInput, reorderOutput, toBlocks, twinOf } from './layout.js';

/** What a plain value was convolved from: pooling may go back to it. */
export interface Convolution {
  x: Value;
  kernel: Value;
  bias: Value;
  windows: Window2d;
}

const convolutions = new WeakMap<Value, Convolution>();

/** The convolution that gave a value, if one did. */
export const convolutionOf = (y: Value): Convolution | undefined => convolutions.get(y);

/** The convolution of plain images, of which the blocks are kept for the next layer. */
export function convolveInBlocks(x: Value, kernel: Value, bias: Value, windows: Window2d): Value {
  expectChannels(x, kernel);
  const units = known(kernel, 0);
  const forward = () => [
    fromBlocks({
      value: convolveBlocks(readable(x), kernel, bias, windows),
      channels: units,
      batch: x.dim(0),
    }),
  ];
  const [y] = composite('ConvolveInBlocks', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const blocks = toBlocks(dy!);
    return [
      wanted[0] ? imageGradient(dy!, kernel, x, windows) : undefined,
      wanted[1] ? kernelGradient(byChannel(x), adjointFilter(blocks), kernel, windows) : undefined,
      wanted[2] ? biasGradient(blocks) : undefined,
    ];
  });
  convolutions.set(y!, { x, kernel, bias, windows });
  return y!;
}

/** Images as a convolution reads them: in blocks, or plain if they have fewer channels than one. */
export const readable = (x: Value): Value => (known(x, 1) < blockOf(x) ? fillUp(x, [0]) : toBlocks(x).value);

/** Images as `[channels, batch, height, width]` in blocks of examples. */
export function byChannel(x: Value): Value {
  const twin = twinOf(x);
  const images = twin ? reorderOutput(twin.value, twin.channels) : fillUp(x, [0]);
  return reorderInput(transpose(images, [1, 0, 2, 3]));
}

function imageGradient(dy: Value, kernel: Value, x: Value, windows: Window2d): Value {
  if (windows.some(({ stride }) => stride > 1)) return inputAdjoint(dy, kernel, x, windows);
  const value = inputGradient(toBlocks(dy), kernel, windows, x.shape);
  return fromBlocks({ value, channels: known(x, 1), batch: x.dim(0) });
}
