import type { Value } from '../graph/graph.js';
import { composite, emitOne, type Op } from '../graph/op.js';
import { known } from '../graph/shapes.js';
import { sumLike } from './arithmetic.js';
import { gemm } from './gemm.js';
import { contract, matmul } from './matmul.js';
import { padTime } from './pad-time.js';
import { reshape } from './reshape.js';
import { transpose } from './transpose.js';
import { unfoldTime } from './unfold-time.js';

/** The order of a kernel's window reversed: `[size, …]`. */
function flip(x: Value): Value {
  const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape: x.shape }] };
  const number = (n: number) => x.graph.numbers('int64', [n]);
  return emitOne(op, [x, number(-1), number(Number.MIN_SAFE_INTEGER), number(0), number(-1)]);
}

/**
 * A convolution of `[time, batch, features]` with `kernel` `[units, features, size]`, plus `bias`, with stride 1:
 * one matrix product over unfolded windows. dx is the same with the window reversed, units and features swapped.
 */
export function convolveTime(x: Value, kernel: Value, bias: Value, dilation: number): Value {
  const [units, features, size] = [known(kernel, 0), known(kernel, 1), known(kernel, 2)];
  const margin = (size - 1) * dilation;
  let windows: Value;
  const forward = () => {
    windows = unfoldTime(x, size, dilation);
    const matrix = reshape(transpose(kernel, [2, 1, 0]), [size * features, units]);
    return [gemm(windows, matrix, bias)];
  };
  return composite('ConvolveTime', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const flipped = () => reshape(flip(transpose(kernel, [2, 0, 1])), [size * units, features]);
    const dKernel = () => transpose(reshape(contract(dy!, windows), [units, size, features]), [0, 2, 1]);
    return [
      wanted[0] ? matmul(unfoldTime(padTime(dy!, margin, margin), size, dilation), flipped()) : undefined,
      wanted[1] ? dKernel() : undefined,
      wanted[2] ? sumLike(dy!, bias) : undefined,
    ];
  })[0]!;
}
