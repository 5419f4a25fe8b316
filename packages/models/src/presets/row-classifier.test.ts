import { expect, test } from 'vitest';
import { resolveModel } from '../resolve.js';
import { rowClassifier } from './row-classifier.js';

test('reads rows, and gives a logit per class', () => {
  const spec = rowClassifier({ features: 28, classes: 10 });
  expect(spec).toEqual({
    input: { type: 'sequence', features: 28 },
    layers: [
      { type: 'recurrent', cell: 'lstm', units: 128, layers: 1, bidirectional: false, dropout: 0 },
      { type: 'last' },
      { type: 'dense', units: 10 },
    ],
  });
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 10 });
});

test.each(['mean', 'max'] as const)('a class can be read from the %s of all steps', (pool) => {
  const spec = rowClassifier({ features: 3, classes: 2, bidirectional: true, pool, dropout: 0.2 });
  expect(spec.layers.map(({ type }) => type)).toEqual([
    'recurrent',
    `global-${pool === 'mean' ? 'average' : 'max'}-pool`,
    'dropout',
    'dense',
  ]);
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 2 });
});
