import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generator } from '../test/random.js';
import { cells } from './cells.js';
import { initialize, parameterCount, parametersOf, summarize } from './model.js';
import { sequenceClassifier } from './presets/sequence-classifier.js';
import type { ModelSpec } from './spec.js';

test('counts follow the known formulas', () => {
  const count = (cell: 'rnn' | 'gru' | 'lstm', inputs: number, units: number) =>
    parameterCount({
      input: { type: 'sequence', features: inputs },
      layers: [{ type: 'recurrent', cell, units }],
    });
  expect(count('lstm', 57, 128)).toBe(4 * ((57 + 128) * 128 + 128)); // 95,232, as Keras counts them
  expect(count('lstm', 57, 128)).toBe(95_232);
  expect(count('rnn', 57, 128)).toBe((57 + 128) * 128 + 128);
  expect(count('gru', 57, 128)).toBe(3 * ((57 + 128) * 128 + 2 * 128)); // two biases, as with reset_after
  expect(parameterCount(sequenceClassifier({ vocabulary: 57, classes: 18 }))).toBe(95_232 + 128 * 18 + 18);
  expect(
    parameterCount({
      input: { type: 'tokens', vocabulary: 20_000 },
      layers: [{ type: 'embedding', units: 20 }],
    }),
  ).toBe(400_000);
  expect(
    parameterCount({
      input: { type: 'sequence', features: 28 },
      layers: [{ type: 'recurrent', units: 64, layers: 2, bidirectional: true }],
    }),
  ).toBe(2 * 4 * ((28 + 64) * 64 + 64) + 2 * 4 * ((128 + 64) * 64 + 64));
});

const specs = fc.record({
  vocabulary: fc.integer({ min: 1, max: 9 }),
  classes: fc.integer({ min: 1, max: 5 }),
  cell: fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
  units: fc.integer({ min: 1, max: 6 }),
  layers: fc.integer({ min: 1, max: 3 }),
  bidirectional: fc.boolean(),
  embedding: fc.integer({ min: 0, max: 4 }),
  dropout: fc.constantFrom(0, 0.5),
});

test('parameters fill the flat vector without gaps, each under a name of its own', () => {
  fc.assert(
    fc.property(specs, (options) => {
      const spec = sequenceClassifier(options);
      const parameters = parametersOf(spec);
      let end = 0;
      for (const { name, layer, shape, size, offset } of parameters) {
        expect(offset).toBe(end);
        expect(size).toBe(shape.reduce((a, b) => a * b, 1));
        expect(name.startsWith(`${layer}.${spec.layers[layer]!.type}.`)).toBe(true);
        end += size;
      }
      expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
      expect(parameterCount(spec)).toBe(end);
      expect(initialize(spec, generator(1))).toHaveLength(end);
    }),
    { numRuns: 50 },
  );
});

test('the same draws give the same weights, other draws others', () => {
  const spec = sequenceClassifier({ vocabulary: 5, classes: 3, units: 4 });
  expect(initialize(spec, generator(1))).toEqual(initialize(spec, generator(1)));
  expect(initialize(spec, generator(1))).not.toEqual(initialize(spec, generator(2)));
});

test('the forget gates of an LSTM start open, all other biases at zero', () => {
  const units = 3;
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 2 },
    layers: [
      { type: 'recurrent', units },
      { type: 'dense', units: 2 },
    ],
  };
  const weights = initialize(spec, generator(3));
  const read = (name: string) => {
    const { offset, size } = parametersOf(spec).find((parameter) => parameter.name === name)!;
    return [...weights.slice(offset, offset + size)];
  };
  expect(read('0.recurrent.0.forward.bias')).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0]);
  expect(read('1.dense.bias')).toEqual([0, 0]);
});

test('a bad spec is refused here too', () => {
  expect(() => parameterCount({ input: { type: 'tokens', vocabulary: 3 }, layers: [] })).toThrow(
    'at least one layer',
  );
});

test('a summary has a row for each layer, with the options that differ from their defaults', () => {
  const spec = sequenceClassifier({
    vocabulary: 57,
    classes: 18,
    cell: 'gru',
    units: 64,
    layers: 2,
    bidirectional: true,
    embedding: 16,
    dropout: 0.2,
  });
  const rows = summarize(spec);
  expect(rows).toEqual([
    { layer: 'embedding units 16', output: '[time, 16]', parameters: 912 },
    {
      layer: 'recurrent gru units 64 layers 2 bidirectional dropout 0.2',
      output: '[time, 128]',
      parameters: 2 * 3 * ((16 + 64) * 64 + 128) + 2 * 3 * ((128 + 64) * 64 + 128),
    },
    { layer: 'last', output: '[128]', parameters: 0 },
    { layer: 'dropout rate 0.2', output: '[128]', parameters: 0 },
    { layer: 'dense units 18', output: '[18]', parameters: 128 * 18 + 18 },
  ]);
  expect(rows.reduce((total, { parameters }) => total + parameters, 0)).toBe(parameterCount(spec));
});

test('a default cell is named, other defaults are not', () => {
  expect(summarize(sequenceClassifier({ vocabulary: 3, classes: 2 }))[1]!.layer).toBe(
    'recurrent lstm units 128',
  );
});
