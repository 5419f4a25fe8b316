import { expect, test } from 'vitest';
import { parameterCount } from '../model.js';
import { resolveModel } from '../resolve.js';
import { textCnn } from './text-cnn.js';

test('reads texts of a fixed length, with the sizes of the assignment', () => {
  const spec = textCnn({ vocabulary: 256, steps: 100, classes: 14 });
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 14 });
  // 100 → 81 → 41 → 22 → 11 steps of 10 features.
  expect(parameterCount(spec)).toBe(256 * 20 * 10 + 10 + 10 * 20 * 10 + 10 + 11 * 10 * 14 + 14);
});

test('may read trained vectors, with dropout before the last layer', () => {
  const spec = textCnn({ vocabulary: 500, steps: 100, classes: 14, embedding: 20, dropout: 0.5 });
  expect(spec.layers.map(({ type }) => type)).toEqual([
    'embedding',
    ...['conv1d', 'activation', 'max-pool'],
    ...['conv1d', 'activation', 'max-pool'],
    ...['flatten', 'dropout', 'dense'],
  ]);
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 14 });
});
