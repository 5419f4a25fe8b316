import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import { cells } from '../cells/index.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';
import { layers } from './index.js';

const tokens: ModelSpec['input'] = { type: 'tokens', vocabulary: 7 };
const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

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
  expect(formula(tokens, ...list).value).toBe('(1.dense.kernel + 1.dense.bias)[x]');
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
  expect(() => outputOf(tokens, { type: 'last' })).toThrow('Layer 0 (last) expected real numbers as input');
  expect(() => outputOf({ type: 'vector', features: 2 }, { type: 'last' })).toThrow(
    'Layer 0 (last) expected sequence as input, received vector [2].',
  );
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
        for (const [name, { shape }] of Object.entries(cells[cell].weights(units)))
          expect(shapes[`0.recurrent.${layer}.${direction}.${name}`]).toEqual(shape);
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

test('two directions are summed if asked for, and dropouts go where they belong', () => {
  const layer: LayerSpec = {
    type: 'recurrent',
    cell: 'rnn',
    units: 2,
    bidirectional: true,
    merge: 'sum',
    inputDropout: 0.25,
    recurrentDropout: 0.5,
  };
  const weights = (direction: string) =>
    ['kernel', 'bias', 'recurrentKernel'].map((name) => `0.recurrent.0.${direction}.${name}`).join(' ');
  const dropped = 'dropout(x, 0.25, example)';
  expect(outputOf(features, layer)).toEqual({ kind: 'sequence', features: 2 });
  expect(formula(features, layer).value).toBe(
    `(rnn-2 dropping 0.5(${dropped}, n, ${weights('forward')}) + ` +
      `rnn-2 reversed dropping 0.5(${dropped}, n, ${weights('backward')}))`,
  );
  expect(() => outputOf(tokens, { type: 'one-hot' }, layer)).toThrow(
    'Layer 1 (recurrent) cannot drop entries of one-hot tokens: expected inputDropout 0, or an embedding before it.',
  );
});

test('one vector of all steps: their mean, their maximum, or all side by side', () => {
  const fixed: ModelSpec['input'] = { type: 'sequence', features: 3, steps: 4 };
  expect(formula(features, { type: 'mean-over-time' })).toEqual({
    shape: { kind: 'vector', features: 3 },
    value: 'mean(x, n)',
  });
  expect(formula(features, { type: 'max-over-time' }).value).toBe('max(x, n)');
  expect(formula(fixed, { type: 'flatten' })).toEqual({
    shape: { kind: 'vector', features: 12 },
    value: 'flatten sequence(mask(x, n))',
  });
  expect(() => outputOf(features, { type: 'flatten' })).toThrow(
    'Layer 0 (flatten) expected a sequence with a known number of steps, received one of any: give the input its steps.',
  );
});

test.each([
  ['relu', 'relu(x)'],
  ['gelu', 'gelu(x)'],
  ['tanh', 'tanh(x)'],
  ['sigmoid', 'σ(x)'],
  ['elu', 'elu(x)'],
  ['hard-sigmoid', 'hardSigmoid(x)'],
] as const)('activation %s', (name, expected) => {
  const layer: LayerSpec = { type: 'activation', function: name };
  expect(formula(features, layer)).toEqual({
    shape: { kind: 'sequence', features: 3 },
    value: expected,
    lengths: 'n',
  });
  expect(outputOf({ type: 'image', channels: 1, height: 2, width: 3 }, layer).kind).toBe('image');
});

test('normalization of vectors and of batches', () => {
  const names = (type: string, ...own: string[]) => own.map((name) => `0.${type}.${name}`).join(', ');
  expect(formula(features, { type: 'layer-norm' }).value).toBe(
    `layerNorm(x, ${names('layer-norm', 'gain', 'offset')}, 0.00001)`,
  );
  expect(formula(features, { type: 'batch-norm', momentum: 0.5 }).value).toBe(
    `batchNorm sequence(x, n, ${names('batch-norm', 'gain', 'offset', 'mean', 'variance')}, 0.5, 0.00001)`,
  );
  const image = { type: 'image', channels: 4, height: 2, width: 3 } as const;
  expect(shapesOf(image, { type: 'batch-norm' })['0.batch-norm.variance']).toEqual([4]);
  expect(() => outputOf(image, { type: 'layer-norm' })).toThrow(
    'Layer 0 (layer-norm) expected sequence or vector as input, received image [4, 2, 3].',
  );
});

test('a tied dense layer has no parameters: it uses the table of an embedding', () => {
  const list: LayerSpec[] = [
    { type: 'embedding', units: 3 },
    { type: 'last' },
    { type: 'tied-dense', embedding: 0 },
  ];
  expect(shapesOf(tokens, ...list)).toEqual({ '0.embedding.table': [7, 3] });
  expect(formula(tokens, ...list)).toEqual({
    shape: { kind: 'vector', features: 7 },
    value: 'last(0.embedding.table[x], n) · 0.embedding.tableᵀ',
  });
});
