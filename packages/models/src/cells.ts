import {
  aFunction,
  aString,
  type CustomName,
  checkOptions,
  Registry,
  type Rule,
  wholeNumber,
} from '@rnnlab/shared';
import { SpecError } from './errors.js';
import { gatedBias, type Initializer, orthogonal, zeros } from './initializers.js';

/** The operations a cell's step may use: each acts on one time step, `[batch, features]`. At most one operand is a number. */
export interface CellOps<T> {
  add(a: T | number, b: T | number): T;
  sub(a: T | number, b: T | number): T;
  mul(a: T | number, b: T | number): T;
  div(a: T | number, b: T | number): T;
  exp(x: T): T;
  sigmoid(x: T): T;
  tanh(x: T): T;
  relu(x: T): T;
  /** `x · weights (+ addend)` for `x` `[batch, n]` and `weights` `[n, m]`. */
  matmul(x: T, weights: T, addend?: T): T;
  /** Splits the last axis into `parts` equal parts. */
  split(x: T, parts: number): T[];
}

/** A weight of a cell, apart from the input projection that every cell has. */
export interface CellWeight {
  shape: readonly number[];
  initializer: Initializer;
}

/**
 * A recurrent cell: its step function and the weights of the step. Nothing else has to be written for a cell to
 * train, to have its gradient derived and checked, to be exported and to be listed in the reference.
 */
export interface Cell {
  /** The name in a model spec. */
  readonly name: string;
  /** The name in prose. Default: the name. */
  readonly title?: string;
  /** The paper that introduced it. */
  readonly source?: string;
  /** Width of the input projection `x · kernel + bias`, in multiples of the number of units. */
  readonly gates: number;
  /** How many state vectors of `units` entries it carries; the first one is its output. */
  readonly states: number;
  /** Initializer of the input projection's bias. Default: zeros. */
  readonly bias?: Initializer;
  /** Weights by name, for a number of units. */
  weights(units: number): Record<string, CellWeight>;
  /**
   * Computes one time step.
   *
   * @param input - The projected input, `[batch, gates · units]`.
   * @param states - The states, `[batch, units]` each.
   * @returns The next states.
   */
  step<T>(ops: CellOps<T>, input: T, states: readonly T[], weights: Record<string, T>): T[];
}

/** The simple recurrent cell: h' = tanh(W x + U h + b). */
const rnn: Cell = {
  name: 'rnn',
  title: 'Simple recurrent network (Elman)',
  source: 'J. L. Elman, Finding Structure in Time, 1990',
  gates: 1,
  states: 1,
  weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
  step: (ops, input, [h], { recurrentKernel }) => [ops.tanh(ops.matmul(h!, recurrentKernel!, input))],
};

/** The simple recurrent cell with ReLU: h' = max(0, W x + U h + b), with U initialized as orthogonal. */
const rnnRelu: Cell = {
  name: 'rnn-relu',
  title: 'Simple recurrent network of rectified linear units',
  source: 'Q. V. Le, N. Jaitly and G. E. Hinton, A Simple Way to Initialize Recurrent Networks, 2015',
  gates: 1,
  states: 1,
  weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
  step: (ops, input, [h], { recurrentKernel }) => [ops.relu(ops.matmul(h!, recurrentKernel!, input))],
};

/**
 * Long short-term memory: i, o, f = σ(W x + U h + b), g = tanh(W x + U h + b); c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c').
 * The gates are in the order of the ONNX operator: input, output, forget, cell. The forget gate's bias starts at 1.
 */
const lstm: Cell = {
  name: 'lstm',
  title: 'Long short-term memory',
  source: 'S. Hochreiter and J. Schmidhuber, 1997; forget gate: F. Gers et al., 2000',
  gates: 4,
  states: 2,
  bias: gatedBias(4, 2),
  weights: (units) => ({
    recurrentKernel: { shape: [units, 4 * units], initializer: orthogonal({ blocks: 4 }) },
  }),
  step({ add, mul, sigmoid, tanh, matmul, split }, input, [h, c], { recurrentKernel }) {
    const [i, o, f, g] = split(matmul(h!, recurrentKernel!, input), 4);
    const nextC = add(mul(sigmoid(f!), c!), mul(sigmoid(i!), tanh(g!)));
    return [mul(sigmoid(o!), tanh(nextC)), nextC];
  },
};

/**
 * The gated recurrent unit: z, r = σ(W x + U h + b); n = tanh(W x + b + r ⊙ (U h + b')); h' = (1 - z) ⊙ n + z ⊙ h.
 * The reset gate acts after the matrix product, as in cuDNN and PyTorch (`linear_before_reset` in ONNX, `reset_after` in
 * Keras). The gates are in the order of the ONNX operator: update, reset, candidate.
 */
const gru: Cell = {
  name: 'gru',
  title: 'Gated recurrent unit, reset after the product',
  source: 'K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014',
  gates: 3,
  states: 1,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 3 * units], initializer: orthogonal({ blocks: 3 }) },
    recurrentBias: { shape: [3 * units], initializer: zeros() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { recurrentKernel, recurrentBias }) {
    const [xz, xr, xn] = split(input, 3);
    const [hz, hr, hn] = split(matmul(h!, recurrentKernel!, recurrentBias!), 3);
    const z = sigmoid(add(xz!, hz!));
    const n = tanh(add(xn!, mul(sigmoid(add(xr!, hr!)), hn!)));
    return [add(n, mul(z, sub(h!, n)))];
  },
};

/**
 * The gated recurrent unit of the paper's final version, in which the reset gate acts before the matrix product:
 * z, r = σ(W x + U h + b); n = tanh(W x + U (r ⊙ h) + b); h' = (1 - z) ⊙ n + z ⊙ h. The gates are in the order of the
 * ONNX operator: update, reset, candidate.
 */
const gruResetBefore: Cell = {
  name: 'gru-reset-before',
  title: 'Gated recurrent unit, reset before the product',
  source: 'K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014',
  gates: 3,
  states: 1,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 2 * units], initializer: orthogonal({ blocks: 2 }) },
    candidateKernel: { shape: [units, units], initializer: orthogonal() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { recurrentKernel, candidateKernel }) {
    const [xz, xr, xn] = split(input, 3);
    const [hz, hr] = split(matmul(h!, recurrentKernel!), 2);
    const z = sigmoid(add(xz!, hz!));
    const r = sigmoid(add(xr!, hr!));
    const n = tanh(matmul(mul(r, h!), candidateKernel!, xn!));
    return [add(n, mul(z, sub(h!, n)))];
  },
};

/**
 * The minimal gated unit, of which one gate forgets and resets: f = σ(W x + U h + b); n = tanh(W x + U (f ⊙ h) + b);
 * h' = (1 - f) ⊙ h + f ⊙ n.
 */
const mgu: Cell = {
  name: 'mgu',
  title: 'Minimal gated unit',
  source: 'G.-B. Zhou et al., Minimal Gated Unit for Recurrent Neural Networks, 2016',
  gates: 2,
  states: 1,
  weights: (units) => ({
    gateKernel: { shape: [units, units], initializer: orthogonal() },
    candidateKernel: { shape: [units, units], initializer: orthogonal() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { gateKernel, candidateKernel }) {
    const [xf, xn] = split(input, 2);
    const f = sigmoid(matmul(h!, gateKernel!, xf!));
    const n = tanh(matmul(mul(f, h!), candidateKernel!, xn!));
    return [add(h!, mul(f, sub(n, h!)))];
  },
};

/** The recurrent cells, by their names in a model spec. */
export const cells = {
  rnn,
  'rnn-relu': rnnRelu,
  gru,
  'gru-reset-before': gruResetBefore,
  lstm,
  mgu,
};

/** The name of a recurrent cell in a model spec. */
export type CellName = keyof typeof cells | CustomName;

const registry = new Registry<Cell>('cell', cells, SpecError);

/**
 * The cell of a name.
 *
 * @throws {SpecError} When there is none.
 */
export const cellOf = (name: CellName): Cell => registry.get(name);

/** The option that names a cell: one of those above, or of those of users. */
export const CELL = {
  get enum() {
    return registry.names as CellName[];
  },
  defines: 'cell',
  default: 'lstm',
  description: 'The recurrent cell.',
} as const;

/**
 * Defines a recurrent cell of your own, for `cell` of a recurrent layer: its gradient is derived, it trains in every engine,
 * and is exported as the ONNX operator `Scan` over its step. A process that trains it, resumes it or builds its spec calls
 * this first; one that loads an exported file need not.
 *
 * @param cell - Its `name` has a slash, as in `mine/peephole-lstm`.
 * @throws {SpecError} For a bad name, and for a cell without gates, states, weights or a step.
 *
 * @example
 * defineCell({
 *   name: 'mine/leaky',
 *   title: 'Leaky integrator',
 *   source: 'H. Jaeger et al., Optimization and Applications of Echo State Networks with Leaky-Integrator Neurons, 2007',
 *   gates: 1,
 *   states: 1,
 *   weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
 *   step: ({ add, mul, tanh, matmul }, input, [h], { recurrentKernel }) => [
 *     add(mul(h, 0.9), mul(tanh(matmul(h, recurrentKernel, input)), 0.1)),
 *   ],
 * });
 */
export function defineCell(cell: Cell & { readonly name: CustomName }): Cell {
  checkOptions('defineCell', cell, RULES, SpecError, ['name', 'gates', 'states', 'weights', 'step']);
  registry.define(cell.name, cell);
  return cell;
}

const RULES: Record<keyof Cell, Rule> = {
  name: aString,
  title: aString,
  source: aString,
  gates: wholeNumber(1),
  states: wholeNumber(1),
  bias: aFunction,
  weights: aFunction,
  step: aFunction,
};
