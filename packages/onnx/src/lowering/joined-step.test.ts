import { type Cell, type CellName, cells } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { findJoinedStep } from './joined-step.js';

const both = (k: number) => ({ input: k, state: k });

test('the products of simple RNN, LSTM and GRU cells join, those of cells that multiply the state in between do not', () => {
  const joined = Object.fromEntries(Object.values(cells).map((cell) => [cell.name, findJoinedStep(cell)]));
  const recurrentKernel = 'recurrentKernel';
  expect(joined).toEqual({
    rnn: { sums: [both(0)], recurrentKernel },
    'rnn-relu': { sums: [both(0)], recurrentKernel },
    lstm: { sums: [both(0), both(1), both(2), both(3)], recurrentKernel },
    gru: {
      sums: [both(0), both(1), { state: 2 }, { input: 2 }],
      ...{ recurrentKernel, recurrentBias: 'recurrentBias' },
    },
    'gru-reset-before': undefined,
    mgu: undefined,
  } satisfies Record<CellName, unknown>);
});

const initializer = cells.lstm.weights(1).recurrentKernel!.initializer;
const custom = (gates: number, step: Cell['step']): Cell => ({
  ...cells.lstm,
  ...{ name: 'custom', gates, states: 1, step },
  weights: (units) => ({
    u: { shape: [units, gates * units], initializer },
    v: { shape: [gates * units], initializer },
  }),
});

test('what a step reads may be the input alone, twice, or in another order', () => {
  const cell = custom(2, ({ add, mul, split, matmul }, x, [h], { u }) => {
    const [a, b] = split(x, 2);
    const [c, d] = split(matmul(h!, u!), 2);
    return [mul(add(d!, a!), add(mul(b!, c!), add(a!, d!)))];
  });
  expect(findJoinedStep(cell)?.sums).toEqual([{ state: 0 }, { input: 0, state: 1 }, { input: 1 }]);
});

test('a step that reads all gates as one, multiplies twice or adds something else has products of its own', () => {
  const refused: Cell[] = [
    custom(2, ({ sigmoid, split, matmul }, x, [h], { u }) => [split(sigmoid(matmul(h!, u!, x)), 2)[0]!]),
    custom(1, ({ add, matmul }, x, [h], { u }) => [add(matmul(h!, u!, x), matmul(h!, u!))]),
    custom(1, ({ tanh, matmul }, x, [h], { u }) => [matmul(tanh(h!), u!, x)]),
    custom(1, ({ mul, matmul }, x, [h], { u, v }) => [matmul(h!, u!, mul(v!, x))]),
    custom(1, ({ tanh }, x) => [tanh(x)]),
    custom(2, ({ split, matmul }, _, [h], { v }) => [split(matmul(h!, v!), 2)[0]!]),
    custom(2, ({ split, matmul }, _, [h], { u }) => [split(matmul(h!, u!, u!), 2)[0]!]),
  ];
  expect(refused.map(findJoinedStep)).toEqual(refused.map(() => undefined));
});
