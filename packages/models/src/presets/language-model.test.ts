import { expect, test } from 'vitest';
import { parameterCount } from '../model.js';
import { resolveModel } from '../resolve.js';
import { languageModel } from './language-model.js';

test('gives a logit for every token in every step', () => {
  const spec = languageModel({ vocabulary: 65, units: 32, layers: 2, embedding: 8, dropout: 0.3 });
  expect(spec.layers.map(({ type }) => type)).toEqual(['embedding', 'recurrent', 'dropout', 'dense']);
  expect(spec.layers[1]).toEqual({ type: 'recurrent', cell: 'lstm', units: 32, layers: 2, dropout: 0.3 });
  expect(resolveModel(spec).output).toEqual({ kind: 'sequence', features: 65 });
});

test('reads one-hot tokens without an embedding', () => {
  expect(languageModel({ vocabulary: 5 }).layers).toEqual([
    { type: 'one-hot' },
    { type: 'recurrent', cell: 'lstm', units: 128, layers: 1 },
    { type: 'dense', units: 5 },
  ]);
});

test('tied logits are products with the tokens’ vectors, of whose size the state is made', () => {
  const sizes = { vocabulary: 1000, units: 32, tied: true };
  const equal = languageModel({ ...sizes, embedding: 32 });
  expect(equal.layers.map(({ type }) => type)).toEqual(['embedding', 'recurrent', 'tied-dense']);
  const other = languageModel({ ...sizes, embedding: 16 });
  expect(other.layers.at(-2)).toEqual({ type: 'dense', units: 16 });
  expect(resolveModel(other).output).toEqual({ kind: 'sequence', features: 1000 });
  expect(parameterCount(equal)).toBeLessThan(
    parameterCount(languageModel({ ...sizes, embedding: 32, tied: false })) - 30_000,
  );
  expect(() => resolveModel(languageModel(sizes))).toThrow();
});

test('variational dropout has one mask for all steps, everywhere', () => {
  const { layers } = languageModel({
    ...{ vocabulary: 9, units: 4, layers: 3, embedding: 4, variational: true },
    ...{ dropout: 0.2, embeddingDropout: 0.1, recurrentDropout: 0.3 },
  });
  expect(layers.map(({ type }) => type)).toEqual([
    ...['embedding', 'dropout', 'recurrent', 'dropout', 'recurrent', 'dropout', 'recurrent', 'dropout'],
    'dense',
  ]);
  for (const layer of layers) {
    if (layer.type === 'dropout') expect(layer.mask).toBe('example');
    if (layer.type === 'recurrent') expect(layer).toMatchObject({ recurrentDropout: 0.3 });
  }
});
