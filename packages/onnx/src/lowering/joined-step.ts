import type { Cell, CellOps } from '@rnnlab/models';

/** Gate k of the projected input plus gate k' of the product with the state, counted from 0; or either alone. */
export interface GateSum {
  input?: number;
  state?: number;
}

/** How a cell's step needs one product only for input and state, `[x, 1, h]` times all weights. */
export interface JoinedStep {
  /** What the columns of the product hold, `units` of them for each sum. */
  sums: GateSum[];
  /** The weight that the state is multiplied by, and the bias that is added to that product. */
  recurrentKernel: string;
  recurrentBias: string | undefined;
}

/** Sums of gates, concatenated, that are not computed before the step reads one of them alone. */
class LazySums {
  constructor(readonly sums: GateSum[]) {}
}

type Term<T> = T | LazySums;

interface StepContext<T> {
  cell: Cell;
  ops: CellOps<T>;
  states: readonly T[];
  weights: Record<string, T>;
  /** Whether a weight has columns for every gate. */
  spansGates(weight: T): boolean;
  /** Called for a product of the state with a weight that the joined product replaces. */
  onProduct(weight: T, addend: T | undefined): void;
  /** The value of a sum; undefined if several are read as one tensor. */
  read(sum: GateSum | undefined): T;
}

/** Runs a cell's step with lazy sums as the projected input and as its product with the first state. */
function runStep<T extends object>({
  cell,
  ops,
  spansGates,
  onProduct,
  read,
  ...given
}: StepContext<T>): T[] {
  const ofGates = (sum: (k: number) => GateSum) =>
    new LazySums(Array.from({ length: cell.gates }, (_, k) => sum(k)));
  const input = ofGates((k) => ({ input: k }));
  const [h] = given.states;
  const value = (term: Term<T>): T =>
    term instanceof LazySums ? read(term.sums.length === 1 ? term.sums[0] : undefined) : term;
  const operand = (term: Term<T> | number) => (typeof term === 'number' ? term : value(term));
  /** The gate of the input, or of the product, that a term is. */
  const single = (term: Term<T> | number): GateSum | undefined => {
    const [sum, ...others] = term instanceof LazySums ? term.sums : [];
    return sum && others.length === 0 && Object.keys(sum).length === 1 ? sum : undefined;
  };
  const joined: CellOps<Term<T>> = {
    add(a, b) {
      const sum = { ...single(a), ...single(b) };
      return Object.keys(sum).length === 2 ? new LazySums([sum]) : ops.add(operand(a), operand(b));
    },
    sub: (a, b) => ops.sub(operand(a), operand(b)),
    mul: (a, b) => ops.mul(operand(a), operand(b)),
    div: (a, b) => ops.div(operand(a), operand(b)),
    exp: (x) => ops.exp(value(x)),
    sigmoid: (x) => ops.sigmoid(value(x)),
    tanh: (x) => ops.tanh(value(x)),
    relu: (x) => ops.relu(value(x)),
    matmul(x, weight, addend) {
      const addsInput = addend === input;
      const bias = addend instanceof LazySums ? undefined : addend;
      const isJoined =
        x === h && !(weight instanceof LazySums) && spansGates(weight) && (addsInput || bias === addend);
      if (!isJoined) return ops.matmul(value(x), value(weight), addend && value(addend));
      onProduct(weight, bias);
      return ofGates((k) => (addsInput ? { input: k, state: k } : { state: k }));
    },
    split: (x, parts) =>
      x instanceof LazySums && x.sums.length === parts
        ? x.sums.map((sum) => new LazySums([sum]))
        : ops.split(value(x), parts),
  };
  return cell.step<Term<T>>(joined, input, given.states, given.weights).map(value);
}

/** Traces a cell's step on mere tokens to find out how it can join its products; undefined if it cannot. */
export function findJoinedStep(cell: Cell): JoinedStep | undefined {
  const sums: GateSum[] = [];
  const products: { weight: object; addend: object | undefined }[] = [];
  let joins = true;
  const token = () => ({});
  // A number of units that is no size of anything else.
  const units = 97;
  const shapes = cell.weights(units);
  const weights = Object.fromEntries(Object.keys(shapes).map((name) => [name, token()]));
  const nameOf = (weight: object | undefined) =>
    Object.keys(weights).find((name) => weights[name] === weight);
  const hasShape = (weight: object, ...shape: number[]) =>
    shapes[nameOf(weight) ?? '']?.shape.join() === shape.join();
  runStep({
    cell,
    ops: {
      ...{ add: token, sub: token, mul: token, div: token, exp: token },
      ...{ sigmoid: token, tanh: token, relu: token, matmul: token },
      split: (_, parts) => Array.from({ length: parts }, token),
    },
    states: Array.from({ length: cell.states }, token),
    weights,
    spansGates: (weight) => hasShape(weight, units, cell.gates * units),
    onProduct: (weight, addend) => products.push({ weight, addend }),
    read(sum) {
      if (!sum) joins = false;
      else if (!sums.some((known) => sameSum(known, sum))) sums.push(sum);
      return {};
    },
  });
  const [product, ...others] = products;
  if (!joins || !product || others.length > 0) return undefined;
  const { weight, addend } = product;
  if (addend && !hasShape(addend, cell.gates * units)) return undefined;
  // In the order of the gates, so that weights stay as they are if every sum has both gates.
  const first = ({ input, state }: GateSum) => input ?? state!;
  sums.sort((a, b) => first(a) - first(b));
  return { sums, recurrentKernel: nameOf(weight)!, recurrentBias: nameOf(addend) };
}

const sameSum = (a: GateSum, b: GateSum): boolean => a.input === b.input && a.state === b.state;

/**
 * Runs a cell's step on the joined product.
 *
 * @param columns - The joined product, split into the sums of the step.
 */
export function runJoinedStep<T extends object>(
  { sums, recurrentKernel }: JoinedStep,
  columns: readonly T[],
  context: Pick<StepContext<T>, 'cell' | 'ops' | 'states' | 'weights'>,
): T[] {
  return runStep({
    ...context,
    spansGates: (weight) => weight === context.weights[recurrentKernel],
    onProduct: () => undefined,
    read: (sum) => columns[sums.findIndex((known) => sameSum(known, sum!))]!,
  });
}
