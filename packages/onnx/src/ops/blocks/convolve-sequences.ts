import type { Window2d } from '@rnnlab/models';
import type { Value } from '../../graph/graph.js';
import { composite } from '../../graph/op.js';
import { known } from '../../graph/shapes.js';
import type { Dim } from '../../graph/types.js';
import { reshape } from '../reshape.js';
import { sliceTo } from '../slice-to.js';
import { unsqueeze } from '../squeeze.js';
import { transpose } from '../transpose.js';
import { adjointFilter, biasGradient, convolveBlocks, inputGradient, kernelGradient } from './convolution.js';
import { type Blocks, blockOf, blocksOf, cutBatch, fillUp } from './layout.js';

/**
 * The convolution of `[time, batch, features]` with `kernel` `[units, features, size]`, plus `bias`, with stride 1, as
 * one of images in blocks with one row. The number of steps must be known.
 */
export function convolveTimeInBlocks(x: Value, kernel: Value, bias: Value, dilation: number): Value {
  const [units, , size] = kernel.shape as number[];
  const image = unsqueeze(kernel, [-2]);
  const windows: Window2d = [
    { size: 1, stride: 1, dilation: 1, padding: [0, 0] },
    { size: size!, stride: 1, dilation, padding: [0, 0] },
  ];
  const read = sequenceToBlocks(x);
  const forward = () => {
    const value = convolveBlocks(read.value, image, bias, windows);
    return [sequenceFromBlocks({ value, channels: units!, batch: x.dim(1) })];
  };
  return composite('ConvolveTimeInBlocks', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const blocks = sequenceToBlocks(dy!);
    const dx = () => inputGradient(blocks, image, windows, read.value.shape);
    const dKernel = () => kernelGradient(byFeature(x), adjointFilter(blocks), image, windows);
    return [
      wanted[0] ? sequenceFromBlocks({ ...read, value: dx() }) : undefined,
      wanted[1] ? reshape(dKernel(), kernel.shape) : undefined,
      wanted[2] ? biasGradient(blocks) : undefined,
    ];
  })[0]!;
}

/** `[time, batch, features]` as images `[batch, features, 1, time]` in blocks. */
function sequenceToBlocks(x: Value): Blocks {
  const block = blockOf(x);
  const filled = fillUp(x, [1], [2, block]);
  const [time, batch, features] = filled.shape as [number, Dim, number];
  const parts = reshape(filled, [time, batch, features / block, block]);
  const value = reshape(transpose(parts, [1, 2, 0, 3]), [batch, features, 1, time]);
  return { value, channels: known(x, 2), batch: x.dim(1) };
}

function sequenceFromBlocks({ value, channels, batch }: Blocks): Value {
  const block = blockOf(value);
  const [filled, features, , time] = value.shape as [Dim, number, number, number];
  const parts = reshape(value, [filled, features / block, time, block]);
  const sequence = reshape(transpose(parts, [2, 0, 1, 3]), [time, filled, features]);
  return cutBatch(sliceTo(sequence, [channels]), batch, 1);
}

/** `[time, batch, features]` as `[features, batch, 1, time]` in blocks of examples. */
function byFeature(x: Value): Value {
  const block = blockOf(x);
  const filled = fillUp(x, [1]);
  const [time, batch, features] = filled.shape as [number, Dim, number];
  // First as a matrix: ONNX Runtime turns those fast.
  const rows = transpose(reshape(filled, [`${time} * ${batch}`, features]));
  const parts = reshape(rows, [features, time, blocksOf(batch, block), block]);
  return reshape(transpose(parts, [0, 2, 1, 3]), [features, batch, 1, time]);
}
