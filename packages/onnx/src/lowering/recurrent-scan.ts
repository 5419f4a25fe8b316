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
import { findJoinedStep, type GateSum, type JoinedStep, runJoinedStep } from './joined-step.js';

/** The initial and final states of a recurrent layer, if they are carried from batch to batch. */
export interface Carry {
  /** States before the first step; zeros if undefined. */
  initial?: Value[] | undefined;
  /** Called with the states after the last step. */
  final?(states: Value[]): void;
}

/** Units from which a product that is wider than the gates costs more than the operators that it saves. */
const WIDE_UNITS = 128;

/**
 * A recurrent layer as a scan of its cell's step. Where the step allows it, input and state are multiplied in one product; otherwise
 * the input projection of all time steps is one matrix product before the loop. For one-hot input it is a look-up of rows
 * of the kernel, to which the bias is added once.
 *
 * The backward direction reverses the valid steps of each example, so that padding always follows them and never
 * reaches a state that is read.
 *
 * @param mask - Multiplies the states that enter a product, for recurrent dropout.
 */
export function recurrentScan(
  ops: CellOps<Value>,
  options: RecurrentOptions<Value>,
  { mask, initial, final }: Carry & { mask?: Value | undefined } = {},
): Value {
  const { cell, units, input, oneHot, lengths, reverse } = options;
  const { kernel, bias, ...weights } = options.weights as Projection & Record<string, Value>;
  const reversed = (x: Value) => (reverse ? reverseSequence(x, lengths) : x);
  const masked = (h: Value) => (mask ? mul(h, mask) : h);
  const stepOps: CellOps<Value> = { ...ops, matmul: (x, w, addend) => ops.matmul(masked(x), w, addend) };
  const lookUp = (projection: Projection) =>
    gatherRows(add(projection.kernel, projection.bias), reversed(input));

  const scanOf = (sequence: Value, step: (x: Value, states: Value[]) => Value[]) => {
    const start =
      initial ?? Array.from({ length: cell.states }, () => zeros(kernel.type, sequence, 1, units));
    const { states, outputs } = scan(start, [sequence], (current, [x]) => {
      const next = step(x!, current);
      return { states: next, outputs: [next[0]!] };
    });
    final?.(states);
    return reversed(outputs[0]!);
  };

  const joined = findJoinedStep(cell);
  if (joined && (joined.sums.length <= cell.gates || units < WIDE_UNITS)) {
    const all = joinedWeights(joined, cell.gates, { kernel, bias }, weights);
    const sequence = oneHot ? lookUp(all) : reversed(input);
    const joinedKernel = oneHot ? undefined : joinWeights(all.kernel, all.bias, all.recurrentKernel);
    const ones = joinedKernel && add(zeros(kernel.type, sequence, 1, 1), 1);
    return scanOf(sequence, (x, states) => {
      const h = masked(states[0]!);
      const sums = joinedKernel ? joinedProduct(x, h, ones!, joinedKernel) : gemm(h, all.recurrentKernel, x);
      const columns = split(sums, joined.sums.length);
      return runJoinedStep(joined, columns, { cell, ops: stepOps, states, weights });
    });
  }
  // Reversed on the narrower side of the projection.
  const narrows = !oneHot && staticDim(kernel, 1) < staticDim(input, -1);
  const project = (x: Value) => gemm(x, kernel, bias);
  const projected = oneHot
    ? lookUp({ kernel, bias })
    : narrows
      ? reversed(project(input))
      : project(reversed(input));
  return scanOf(projected, (x, states) => cell.step(stepOps, x, states, weights));
}

interface Projection {
  kernel: Value;
  bias: Value;
}

/** Weights with columns for the sums of a joined step, zeros where a sum has only the other gate. */
function joinedWeights(
  { sums, recurrentKernel, recurrentBias }: JoinedStep,
  gates: number,
  { kernel, bias }: Projection,
  weights: Record<string, Value>,
): Projection & { recurrentKernel: Value } {
  const recurrent = weights[recurrentKernel]!;
  const inOrder = sums.length === gates && sums.every(({ input, state }, k) => input === k && state === k);
  if (inOrder && !recurrentBias) return { kernel, bias, recurrentKernel: recurrent };
  const columns = (all: Value, gateOf: (sum: GateSum) => number | undefined): Value => {
    const parts = split(all, gates);
    const none = fillLike(parts[0]!, 0);
    return concat(
      sums.map((sum) => {
        const gate = gateOf(sum);
        return gate === undefined ? none : parts[gate]!;
      }),
    );
  };
  const ofInput = ({ input }: GateSum) => input;
  const ofState = ({ state }: GateSum) => state;
  const biases = columns(bias, ofInput);
  return {
    kernel: columns(kernel, ofInput),
    bias: recurrentBias ? add(biases, columns(weights[recurrentBias]!, ofState)) : biases,
    recurrentKernel: columns(recurrent, ofState),
  };
}
