import type { Cell, CellOps, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { known } from '../graph/shapes.js';
import { add } from '../ops/add.js';
import { gatherRows } from '../ops/gather-rows.js';
import { gemm } from '../ops/gemm.js';
import { joinedProduct, joinWeights } from '../ops/joined-product.js';
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
 * A recurrent layer as a scan of its cell's step. A cell that does nothing with its projected input but add it to a product
 * has both as one product of each step. For the others the input projection of all time steps is one matrix product before
 * the loop; for one-hot input it is a look-up of rows of the kernel, to which the bias is added once.
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
  const turn = (x: Value) => (reverse ? reverseSequence(x, lengths) : x);
  const projection = () => {
    if (oneHot) return gatherRows(add(kernel, bias), turn(input));
    // Reversed on the narrower side.
    const narrows = known(kernel, 1) < known(input, -1);
    return narrows ? turn(gemm(input, kernel, bias)) : gemm(turn(input), kernel, bias);
  };
  const joins = !oneHot && addsInput(cell);
  const sequence = joins ? turn(input) : projection();
  const ones = joins && add(zeros(kernel.type, sequence, 1, 1), 1);
  const start = initial ?? Array.from({ length: cell.states }, () => zeros(kernel.type, sequence, 1, units));
  const { states, outputs } = scan(start, [sequence], (current, [x]) => {
    const matmul = (state: Value, w: Value, addend?: Value) => {
      const h = mask ? mul(state, mask) : state;
      if (ones && addend === x) return joinedProduct(x!, h, ones, joinWeights(kernel, bias, w));
      return ops.matmul(h, w, addend);
    };
    const next = cell.step({ ...ops, matmul }, x!, current, weights);
    return { states: next, outputs: [next[0]!] };
  });
  final?.(states);
  return turn(outputs[0]!);
}

/** Whether a cell's step only ever adds its projected input to a product, found by taking the step on mere tokens. */
function addsInput(cell: Cell): boolean {
  const input = {};
  let added = true;
  const use = (...operands: unknown[]): object => {
    if (operands.includes(input)) added = false;
    return {};
  };
  const tokens: CellOps<object> = {
    ...{ add: use, sub: use, mul: use, sigmoid: use, tanh: use, relu: use },
    matmul: (x, weights) => use(x, weights),
    split: (x, parts) => Array.from({ length: parts }, () => use(x)),
  };
  const states = Array.from({ length: cell.states }, () => ({}));
  const weights = Object.fromEntries(Object.keys(cell.weights(1)).map((name) => [name, {}]));
  use(...cell.step(tokens, input, states, weights));
  return added;
}
