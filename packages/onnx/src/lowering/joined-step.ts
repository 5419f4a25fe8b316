import type { Cell, CellOps } from '@rnnlab/models';

/** A part of the projected input plus one of the product with the state, counted from 0; or either alone. */
export interface Block {
  input?: number;
  state?: number;
}

/** How a cell's step can do with one product for input and state, `[x, 1, h]` times all weights. */
export interface JoinedStep {
  /** What the step reads of the product: `units` columns for each block. */
  blocks: Block[];
  /** The weight that the state is multiplied by, and what is added to that product. */
  recurrentKernel: string;
  recurrentBias: string | undefined;
}

/** Parts of the projected input, of the product with the state or of both, side by side, that no block has been read of yet. */
class Parts {
  constructor(readonly blocks: Block[]) {}
}

type Term<T> = T | Parts;

/** What is between a cell's step and the operations it is written in, where its products are joined. */
interface Setting<T> {
  cell: Cell;
  ops: CellOps<T>;
  states: readonly T[];
  weights: Record<string, T>;
  /** Whether a weight has columns for every gate. */
  isWhole(weight: T): boolean;
  /** A product of the state with a weight, which the joined one stands for. */
  multiplied(weight: T, addend: T | undefined): void;
  /** The value of a block; undefined stands for parts that are read as one. */
  read(block: Block | undefined): T;
}

/** Takes a cell's step with parts in the place of the projected input and of its product with the first state. */
function take<T extends object>({ cell, ops, isWhole, multiplied, read, ...given }: Setting<T>): T[] {
  const side = (of: (k: number) => Block) => new Parts(Array.from({ length: cell.gates }, (_, k) => of(k)));
  const input = side((k) => ({ input: k }));
  const [h] = given.states;
  const value = (term: Term<T>): T =>
    term instanceof Parts ? read(term.blocks.length === 1 ? term.blocks[0] : undefined) : term;
  const operand = (term: Term<T> | number) => (typeof term === 'number' ? term : value(term));
  /** Of a term that is one part of the input, or one of the product. */
  const single = (term: Term<T> | number): Block | undefined => {
    const [block, ...others] = term instanceof Parts ? term.blocks : [];
    return block && others.length === 0 && Object.keys(block).length === 1 ? block : undefined;
  };
  const joined: CellOps<Term<T>> = {
    add(a, b) {
      const sum = { ...single(a), ...single(b) };
      return Object.keys(sum).length === 2 ? new Parts([sum]) : ops.add(value(a), operand(b));
    },
    sub: (a, b) => ops.sub(value(a), value(b)),
    mul: (a, b) => ops.mul(value(a), operand(b)),
    sigmoid: (x) => ops.sigmoid(value(x)),
    tanh: (x) => ops.tanh(value(x)),
    relu: (x) => ops.relu(value(x)),
    matmul(x, weight, addend) {
      const added = addend === input;
      const other = addend instanceof Parts ? undefined : addend;
      const stands = x === h && !(weight instanceof Parts) && isWhole(weight) && (added || other === addend);
      if (!stands) return ops.matmul(value(x), value(weight), addend && value(addend));
      multiplied(weight, other);
      return side((k) => (added ? { input: k, state: k } : { state: k }));
    },
    split: (x, parts) =>
      x instanceof Parts && x.blocks.length === parts
        ? x.blocks.map((block) => new Parts([block]))
        : ops.split(value(x), parts),
  };
  return cell.step<Term<T>>(joined, input, given.states, given.weights).map(value);
}

/** Finds out how a cell's step can join its products by taking it on mere tokens; undefined if it cannot. */
export function joinedStepOf(cell: Cell): JoinedStep | undefined {
  const blocks: Block[] = [];
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
  take({
    cell,
    ops: {
      ...{ add: token, sub: token, mul: token, sigmoid: token, tanh: token, relu: token, matmul: token },
      split: (_, parts) => Array.from({ length: parts }, token),
    },
    states: Array.from({ length: cell.states }, token),
    weights,
    isWhole: (weight) => hasShape(weight, units, cell.gates * units),
    multiplied: (weight, addend) => products.push({ weight, addend }),
    read(block) {
      if (!block) joins = false;
      else if (!blocks.some((known) => sameBlock(known, block))) blocks.push(block);
      return {};
    },
  });
  const [product, ...others] = products;
  if (!joins || !product || others.length > 0) return undefined;
  const { weight, addend } = product;
  if (addend && !hasShape(addend, cell.gates * units)) return undefined;
  // In the order of the gates, so that weights stay as they are where all is added.
  const first = ({ input, state }: Block) => input ?? state!;
  blocks.sort((a, b) => first(a) - first(b));
  return { blocks, recurrentKernel: nameOf(weight)!, recurrentBias: nameOf(addend) };
}

const sameBlock = (a: Block, b: Block): boolean => a.input === b.input && a.state === b.state;

/**
 * Takes a cell's step whose products are joined.
 *
 * @param columns - The joined product, cut into the blocks of the step.
 */
export function takeJoinedStep<T extends object>(
  { blocks, recurrentKernel }: JoinedStep,
  columns: readonly T[],
  setting: Pick<Setting<T>, 'cell' | 'ops' | 'states' | 'weights'>,
): T[] {
  return take({
    ...setting,
    isWhole: (weight) => weight === setting.weights[recurrentKernel],
    multiplied: () => undefined,
    read: (block) => columns[blocks.findIndex((known) => sameBlock(known, block!))]!,
  });
}
