import type { CellOps, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add } from '../ops/add.js';
import { gatherRows } from '../ops/gather-rows.js';
import { gemm } from '../ops/gemm.js';
import { reverseSequence } from '../ops/reverse-sequence.js';
import { scan } from '../ops/scan.js';
import { zeros } from '../ops/zeros.js';

/**
 * A recurrent layer as a scan of its cell's step. The input projection of all time steps is one matrix product
 * before the loop; for one-hot input it is a look-up of rows of the kernel, to which the bias is added once.
 *
 * The other direction reverses the valid steps of each example, so that padding is always behind them and never
 * reaches a state that is read.
 */
export function recurrentScan(ops: CellOps<Value>, options: RecurrentOptions<Value>): Value {
  const { cell, units, input, oneHot, lengths, reverse } = options;
  const { kernel, bias, ...weights } = options.weights as { kernel: Value; bias: Value };
  const projected = oneHot ? gatherRows(add(kernel, bias), input) : gemm(input, kernel, bias);
  const ordered = reverse ? reverseSequence(projected, lengths) : projected;
  const initial = Array.from({ length: cell.states }, () => zeros(kernel.type, ordered, 1, units));
  const { outputs } = scan(initial, [ordered], (states, [x]) => {
    const next = cell.step(ops, x!, states, weights);
    return { states: next, outputs: [next[0]!] };
  });
  return reverse ? reverseSequence(outputs[0]!, lengths) : outputs[0]!;
}
