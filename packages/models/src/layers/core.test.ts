import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

const tokens: ModelSpec['input'] = { type: 'tokens', vocabulary: 7 };

const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

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

const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;

test('an image is flattened to a vector', () => {
  expect(formula(image, { type: 'flatten' })).toEqual({
    shape: { kind: 'vector', features: 84 },
    value: 'flatten image(x)',
  });
});
