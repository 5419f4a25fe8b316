import type { CellOps, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add } from '../ops/add.js';
import { gatherRows } from '../ops/gather-rows.js';
import { gemm } from '../ops/gemm.js';
import { mul } from '../ops/mul.js';
import { reverseSequence } from '../ops/reverse-sequence.js';
import { scan } from '../ops/scan.js';
import { zeros } from '../ops/zeros.js';

/** Where a recurrent layer's states come from and go to, if they are carried from batch to batch. */
export interface Carry {
  /** States before the first step; zeros if undefined. */
  initial?: Value[] | undefined;
  /** Called with the states after the last step. */
  final?(states: Value[]): void;
}

/**
 * A recurrent layer as a scan of its cell's step. The input projection of all time steps is one matrix product
 * before the loop; for one-hot input it is a look-up of rows of the kernel, to which the bias is added once.
 *
 * The other direction reverses the valid steps of each example, so that padding is always behind them and never
 * reaches a state that is read.
 *
 * @param mask - What a state is multiplied by where it enters a product, for recurrent dropout.
 */
export function recurrentScan(
  ops: CellOps<Value>,
  options: RecurrentOptions<Value>,
  { mask, initial, final }: Carry & { mask?: Value | undefined } = {},
): Value {
  const { cell, units, input, oneHot, lengths, reverse } = options;
  const { kernel, bias, ...weights } = options.weights as { kernel: Value; bias: Value };
  const projected = oneHot ? gatherRows(add(kernel, bias), input) : gemm(input, kernel, bias);
  const ordered = reverse ? reverseSequence(projected, lengths) : projected;
  const stepOps: CellOps<Value> = mask
    ? { ...ops, matmul: (x, w, c) => ops.matmul(mul(x, mask), w, c) }
    : ops;
  const start = initial ?? Array.from({ length: cell.states }, () => zeros(kernel.type, ordered, 1, units));
  const { states, outputs } = scan(start, [ordered], (current, [x]) => {
    const next = cell.step(stepOps, x!, current, weights);
    return { states: next, outputs: [next[0]!] };
  });
  final?.(states);
  return reverse ? reverseSequence(outputs[0]!, lengths) : outputs[0]!;
}
