import { expect, test } from 'vitest';
import { parameterCount } from './parameters.js';
import { sequenceClassifier } from './presets/index.js';
import { summarize } from './summary.js';

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
