import { expect, test } from 'vitest';
import { resolveModel } from '../resolve.js';
import { sequenceLabeler } from './sequence-labeler.js';

test('answers in every step', () => {
  const spec = sequenceLabeler({ features: 2, outputs: 1, units: 5 });
  expect(spec).toEqual({
    input: { type: 'sequence', features: 2 },
    layers: [
      { type: 'recurrent', cell: 'lstm', units: 5, layers: 1, bidirectional: false },
      { type: 'dense', units: 1 },
    ],
  });
  expect(resolveModel(spec).output).toEqual({ kind: 'sequence', features: 1 });
});

test('answers may be squashed', () => {
  const spec = sequenceLabeler({ features: 2, outputs: 3, sigmoid: true });
  expect(spec.layers.at(-1)).toEqual({ type: 'activation', function: 'sigmoid' });
  expect(resolveModel(spec).output).toMatchObject({ kind: 'sequence', features: 3 });
});
