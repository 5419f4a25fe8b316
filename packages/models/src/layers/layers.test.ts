import { expect, test } from 'vitest';
import { buildModel } from '../build.js';
import { cells } from '../cells/index.js';
import type { Ops } from '../ops.js';
import { parametersOf } from '../parameters.js';
import { resolveSpec } from '../spec/resolve.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';
import { layers } from './index.js';

const tokens: ModelSpec['input'] = { type: 'tokens', vocabulary: 7 };
const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

const outputOf = (input: ModelSpec['input'], ...list: LayerSpec[]) =>
  resolveSpec({ input, layers: list }).output;
const shapesOf = (input: ModelSpec['input'], ...list: LayerSpec[]) =>
  Object.fromEntries(parametersOf({ input, layers: list }).map(({ name, shape }) => [name, shape]));

/** Operations whose tensors are texts: a model becomes the formula that it computes. */
const formulas: Ops<string> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} ⊙ ${b})`,
  sigmoid: (x) => `σ(${x})`,
  tanh: (x) => `tanh(${x})`,
  relu: (x) => `relu(${x})`,
  matmul: (x, w, c) => `${x} · ${w}${c ? ` + ${c}` : ''}`,
  split: (x, parts) => Array.from({ length: parts }, (_, k) => `${x}[${k}]`),
  lookup: (table, ids) => `${table}[${ids}]`,
  linear: (x, kernel, bias) => `linear(${x}, ${kernel}, ${bias})`,
  concat: (parts) => `[${parts.join(', ')}]`,
  last: (x, lengths) => `last(${x}, ${lengths})`,
  dropout: (x, rate, mask) => `dropout(${x}, ${rate}, ${mask})`,
  recurrent: ({ cell, input, oneHot, lengths, weights, reverse, units }) =>
    `${cell.name}-${units}${reverse ? ' reversed' : ''}(${input}${oneHot ? ` of ${oneHot}` : ''}, ${lengths}, ${Object.values(weights).join(' ')})`,
};
const formula = (input: ModelSpec['input'], ...list: LayerSpec[]) =>
  buildModel(formulas, { input, layers: list }, { value: 'x', lengths: 'n' }, (name) => name);

test('every layer is registered under its own type and says what it and its options are', () => {
  for (const [type, layer] of Object.entries(layers)) {
    expect(layer.type).toBe(type);
    expect(layer.doc).toMatch(/\.$/);
    for (const option of Object.values(layer.options)) expect(option.doc).toMatch(/\.$/);
  }
});

test('embedding', () => {
  const layer: LayerSpec = { type: 'embedding', units: 4 };
  expect(outputOf(tokens, layer)).toEqual({ kind: 'sequence', features: 4 });
  expect(shapesOf(tokens, layer)).toEqual({ '0.embedding.table': [7, 4] });
  expect(formula(tokens, layer)).toEqual({
    shape: { kind: 'sequence', features: 4 },
    value: '0.embedding.table[x]',
    lengths: 'n',
  });
  expect(() => outputOf(features, layer)).toThrow(
    'Layer 0 (embedding) expected tokens as input, received sequence [time, 3].',
  );
});

test('one-hot input is never built: a dense layer looks up rows of its kernel', () => {
  const list: LayerSpec[] = [{ type: 'one-hot' }, { type: 'dense', units: 2 }];
  expect(outputOf(tokens, ...list)).toEqual({ kind: 'sequence', features: 2 });
  expect(shapesOf(tokens, ...list)).toEqual({ '1.dense.kernel': [7, 2], '1.dense.bias': [2] });
  expect(formula(tokens, ...list).value).toBe('(1.dense.kernel[x] + 1.dense.bias)');
  expect(() => outputOf(features, { type: 'one-hot' })).toThrow('Layer 0 (one-hot) expected tokens as input');
});

test('dense takes sequences and vectors', () => {
  const dense: LayerSpec = { type: 'dense', units: 5 };
  expect(outputOf(features, dense)).toEqual({ kind: 'sequence', features: 5 });
  expect(outputOf(features, { type: 'last' }, dense)).toEqual({ kind: 'vector', features: 5 });
  expect(shapesOf(features, dense, dense)).toEqual({
    '0.dense.kernel': [3, 5],
    '0.dense.bias': [5],
    '1.dense.kernel': [5, 5],
    '1.dense.bias': [5],
  });
  expect(formula(features, dense).value).toBe('linear(x, 0.dense.kernel, 0.dense.bias)');
});

test('last and dropout compute with entries, so they refuse ids', () => {
  expect(formula(features, { type: 'last' })).toEqual({
    shape: { kind: 'vector', features: 3 },
    value: 'last(x, n)',
  });
  expect(formula(features, { type: 'dropout', rate: 0.5 }).value).toBe('dropout(x, 0.5, element)');
  const message =
    'Layer 1 (last) expected real numbers as input, received one-hot sequence [time, 7]: put it after an embedding, recurrent or dense layer.';
  expect(() => outputOf(tokens, { type: 'one-hot' }, { type: 'last' })).toThrow(message);
  expect(() => outputOf(tokens, { type: 'one-hot' }, { type: 'dropout', rate: 0.5 })).toThrow(
    'Layer 1 (dropout) expected real numbers as input, received one-hot sequence [time, 7]',
  );
  expect(() => outputOf(tokens, { type: 'dropout', rate: 0.5 })).toThrow(
    'Layer 0 (dropout) expected real numbers as input, received tokens below 7 [time]',
  );
  expect(() => outputOf(tokens, { type: 'last' })).toThrow('Layer 0 (last) expected sequence as input');
});

test.each(Object.keys(cells) as (keyof typeof cells)[])(
  'recurrent %s: parameters of every layer and direction',
  (cell) => {
    const units = 5;
    const { gates } = cells[cell];
    const list: LayerSpec = { type: 'recurrent', cell, units, layers: 2, bidirectional: true };
    const shapes = shapesOf(features, list);
    expect(outputOf(features, list)).toEqual({ kind: 'sequence', features: 2 * units });
    for (const direction of ['forward', 'backward']) {
      expect(shapes[`0.recurrent.0.${direction}.kernel`]).toEqual([3, gates * units]);
      expect(shapes[`0.recurrent.1.${direction}.kernel`]).toEqual([2 * units, gates * units]);
      for (const layer of [0, 1]) {
        expect(shapes[`0.recurrent.${layer}.${direction}.bias`]).toEqual([gates * units]);
        expect(shapes[`0.recurrent.${layer}.${direction}.recurrentKernel`]).toEqual([units, gates * units]);
      }
    }
  },
);

test('recurrent layers stand on each other, with dropout between them only', () => {
  const layer: LayerSpec = { type: 'recurrent', cell: 'rnn', units: 2, layers: 2, dropout: 0.25 };
  const weights = (k: number, direction = 'forward') =>
    ['kernel', 'bias', 'recurrentKernel'].map((name) => `1.recurrent.${k}.${direction}.${name}`).join(' ');
  const first = `rnn-2(x of 7, n, ${weights(0)})`;
  expect(formula(tokens, { type: 'one-hot' }, layer).value).toBe(
    `rnn-2(dropout(${first}, 0.25, element), n, ${weights(1)})`,
  );
  expect(
    formula(tokens, { type: 'one-hot' }, { type: 'recurrent', cell: 'rnn', units: 2, bidirectional: true })
      .value,
  ).toBe(`[${first}, rnn-2 reversed(x of 7, n, ${weights(0, 'backward')})]`);
});

test('the steps of the cells are their published equations', () => {
  const { rnn, gru, lstm } = cells;
  const weights = { recurrentKernel: 'U', recurrentBias: 'b' };
  expect(rnn.step(formulas, 'x', ['h'], weights)).toEqual(['tanh(h · U + x)']);
  const z = 'σ((x[0] + h · U + b[0]))';
  const n = 'tanh((x[2] + (σ((x[1] + h · U + b[1])) ⊙ h · U + b[2])))';
  expect(gru.step(formulas, 'x', ['h'], weights)).toEqual([`(${n} + (${z} ⊙ (h - ${n})))`]);
  const gate = (k: number) => `h · U + x[${k}]`;
  const c = `((σ(${gate(2)}) ⊙ c) + (σ(${gate(0)}) ⊙ tanh(${gate(3)})))`;
  expect(lstm.step(formulas, 'x', ['h', 'c'], weights)).toEqual([`(σ(${gate(1)}) ⊙ tanh(${c}))`, c]);
});

test('every cell is registered under its name, and its step gives as many states as it takes', () => {
  for (const [name, cell] of Object.entries(cells)) {
    expect(cell.name).toBe(name);
    expect(cell.source).toMatch(/\d{4}/);
    const states = Array.from({ length: cell.states }, (_, k) => `s${k}`);
    expect(cell.step(formulas, 'x', states, { recurrentKernel: 'U', recurrentBias: 'b' })).toHaveLength(
      cell.states,
    );
  }
});
