import { expect, it, test } from 'vitest';
import { resolveModel } from '../resolve.js';
import { sequenceClassifier } from './sequence-classifier.js';

const types = (spec: ReturnType<typeof sequenceClassifier>) => spec.layers.map(({ type }) => type);

test('the defaults are an LSTM of 128 units on one-hot tokens', () => {
  const spec = sequenceClassifier({ vocabulary: 57, classes: 18 });
  expect(spec).toEqual({
    input: { type: 'tokens', vocabulary: 57 },
    layers: [
      { type: 'one-hot' },
      { type: 'recurrent', cell: 'lstm', units: 128, layers: 1, bidirectional: false, dropout: 0 },
      { type: 'last' },
      { type: 'dense', units: 18 },
    ],
  });
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 18 });
});

test('embedding and dropout add layers; dropout between layers needs more than one', () => {
  const one = sequenceClassifier({ vocabulary: 9, classes: 2, embedding: 4, dropout: 0.3 });
  expect(types(one)).toEqual(['embedding', 'recurrent', 'last', 'dropout', 'dense']);
  expect(one.layers[1]).toMatchObject({ dropout: 0 });
  expect(sequenceClassifier({ vocabulary: 9, classes: 2, layers: 2, dropout: 0.3 }).layers[1]).toMatchObject({
    dropout: 0.3,
  });
});

test('a value out of range is refused', () => {
  const resolve = (options: { embedding?: number; dropout?: number; units?: number }) => () =>
    sequenceClassifier({ vocabulary: 9, classes: 2, ...options });
  expect(resolve({ embedding: -1 })).toThrow(
    'sequenceClassifier: embedding must be a whole number of at least 0, received -1.',
  );
  expect(resolve({ dropout: -0.5 })).toThrow('sequenceClassifier: dropout must be a number from 0');
  expect(resolve({ units: 0 })).toThrow('sequenceClassifier: units must be');
});

test('states and vectors may be dropped too, and the class read from all steps', () => {
  const spec = sequenceClassifier({
    ...{ vocabulary: 9, classes: 2, embedding: 4, bidirectional: true, pool: 'max' },
    ...{ embeddingDropout: 0.1, recurrentDropout: 0.3 },
  });
  expect(types(spec)).toEqual(['embedding', 'dropout', 'recurrent', 'global-max-pool', 'dense']);
  expect(spec.layers[2]).toMatchObject({ recurrentDropout: 0.3 });
  expect(resolveModel(spec).output).toEqual({ kind: 'vector', features: 2 });
});

it.each<[object, string]>([
  [
    { vocabulary: 8, classes: 3, unit: 3 },
    'sequenceClassifier has no option "unit"; the nearest is "units".',
  ],
  [{ classes: 3 }, 'sequenceClassifier needs vocabulary'],
])('%j is refused', (options, sentence) => {
  expect(() => sequenceClassifier(options as never)).toThrow(sentence);
});
