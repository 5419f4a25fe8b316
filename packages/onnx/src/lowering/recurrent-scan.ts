import type { CellOps, RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { add, mul } from '../ops/arithmetic.js';
import { fillLike, zeros } from '../ops/creation.js';
import { gatherRows } from '../ops/gather.js';
import { gemm, joinedProduct, joinWeights } from '../ops/matmul.js';
import { scan } from '../ops/scan.js';
import { reverseSequence } from '../ops/sequences.js';
import { concat, split } from '../ops/slicing.js';
import { type Block, type JoinedStep, joinedStepOf, takeJoinedStep } from './joined-step.js';

/** Where a recurrent layer's states come from and go to, if they are carried from batch to batch. */
export interface Carry {
  /** States before the first step; zeros if undefined. */
  initial?: Value[] | undefined;
  /** Called with the states after the last step. */
  final?(states: Value[]): void;
}

/** Units from which a wider product, for parts that are not added, costs more than the operators that it saves. */
const WIDE = 128;

/**
 * A recurrent layer as a scan of its cell's step. Where the step allows it, input and state enter one product; otherwise the
 * input projection of all time steps is one matrix product before the loop. For one-hot input it is a look-up of rows of the
 * kernel, to which the bias is added once.
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
  const { kernel, bias, ...weights } = options.weights as Projection & Record<string, Value>;
  const turn = (x: Value) => (reverse ? reverseSequence(x, lengths) : x);
  const enter = (h: Value) => (mask ? mul(h, mask) : h);
  const stepOps: CellOps<Value> = { ...ops, matmul: (x, w, addend) => ops.matmul(enter(x), w, addend) };
  const rows = (projection: Projection) => gatherRows(add(projection.kernel, projection.bias), turn(input));

  const scanOf = (sequence: Value, step: (x: Value, states: Value[]) => Value[]) => {
    const start =
      initial ?? Array.from({ length: cell.states }, () => zeros(kernel.type, sequence, 1, units));
    const { states, outputs } = scan(start, [sequence], (current, [x]) => {
      const next = step(x!, current);
      return { states: next, outputs: [next[0]!] };
    });
    final?.(states);
    return turn(outputs[0]!);
  };

  const joined = joinedStepOf(cell);
  if (joined && (joined.blocks.length <= cell.gates || units < WIDE)) {
    const all = joinedWeights(joined, cell.gates, { kernel, bias }, weights);
    const sequence = oneHot ? rows(all) : turn(input);
    const joinedWith = oneHot ? undefined : joinWeights(all.kernel, all.bias, all.recurrentKernel);
    const ones = joinedWith && add(zeros(kernel.type, sequence, 1, 1), 1);
    return scanOf(sequence, (x, states) => {
      const h = enter(states[0]!);
      const sums = joinedWith ? joinedProduct(x, h, ones!, joinedWith) : gemm(h, all.recurrentKernel, x);
      const columns = split(sums, joined.blocks.length);
      return takeJoinedStep(joined, columns, { cell, ops: stepOps, states, weights });
    });
  }
  // Reversed on the narrower side of the projection.
  const narrows = !oneHot && staticDim(kernel, 1) < staticDim(input, -1);
  const project = (x: Value) => gemm(x, kernel, bias);
  const projected = oneHot ? rows({ kernel, bias }) : narrows ? turn(project(input)) : project(turn(input));
  return scanOf(projected, (x, states) => cell.step(stepOps, x, states, weights));
}

interface Projection {
  kernel: Value;
  bias: Value;
}

/** Weights with columns for the blocks of a joined step, zeros where a block has only the other part. */
function joinedWeights(
  { blocks, recurrentKernel, recurrentBias }: JoinedStep,
  gates: number,
  { kernel, bias }: Projection,
  weights: Record<string, Value>,
): Projection & { recurrentKernel: Value } {
  const recurrent = weights[recurrentKernel]!;
  const inOrder =
    blocks.length === gates && blocks.every(({ input, state }, k) => input === k && state === k);
  if (inOrder && !recurrentBias) return { kernel, bias, recurrentKernel: recurrent };
  const columns = (all: Value, of: (block: Block) => number | undefined): Value => {
    const parts = split(all, gates);
    const none = fillLike(parts[0]!, 0);
    return concat(
      blocks.map((block) => {
        const part = of(block);
        return part === undefined ? none : parts[part]!;
      }),
    );
  };
  const ofInput = ({ input }: Block) => input;
  const ofState = ({ state }: Block) => state;
  const biases = columns(bias, ofInput);
  return {
    kernel: columns(kernel, ofInput),
    bias: recurrentBias ? add(biases, columns(weights[recurrentBias]!, ofState)) : biases,
    recurrentKernel: columns(recurrent, ofState),
  };
}
