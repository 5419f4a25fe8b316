import { initialize, type ModelSpec, resolveModel } from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { describe, expect, test } from 'vitest';
import { changeCard } from '../../test/change-model.js';
import { evaluate, evaluateImages } from '../../test/evaluate.js';
import { random } from '../../test/exported-models.js';
import { InferenceError } from '../error.js';
import { loadModel } from '../load-model.js';

const recall: ModelSpec = {
  input: { type: 'tokens', vocabulary: 10 },
  layers: [
    { type: 'one-hot' },
    { type: 'recurrent', units: 4 },
    { type: 'last' },
    { type: 'dense', units: 10 },
  ],
};
const addition: ModelSpec = {
  input: { type: 'sequence', features: 2 },
  layers: [
    { type: 'recurrent', cell: 'gru', units: 3 },
    { type: 'dense', units: 1 },
    { type: 'activation', function: 'sigmoid' },
  ],
};
const DIGITS = Array.from({ length: 10 }, (_, k) => String(k));
const SEQUENCES = [[3, 1, 4, 1, 5], [9], [2, 6, 5, 3, 5, 8, 9, 7], [1, 2]];
const BITS = [
  [0, 1, 1, 1, 0, 0],
  [1, 1],
  [1, 0, 0, 1, 1, 1, 1, 1, 0, 0],
];

function exported(spec: ModelSpec, given: ExportOptions) {
  const parameters = initialize(spec, random(3)).map((weight) => 3 * weight);
  const layers = resolveModel(spec).layers.map(({ name }) => name);
  return { parameters, bytes: exportModel({ spec, parameters }, { layers, ...given }) };
}
const digits = () => exported(recall, { labels: DIGITS, title: 'Recall' });
const sums = () => exported(addition, { loss: { type: 'mean-squared-error' } });
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length ? Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!))) : Infinity;

describe('a model that reads ids', () => {
  test('gives the probabilities of the evaluation program, whatever else is in the call', async () => {
    const { parameters, bytes } = digits();
    const model = await loadModel(bytes, { input: 'tokens' });
    expect([model.task, model.labels, model.title, model.width]).toEqual([
      'classification',
      DIGITS,
      'Recall',
      1,
    ]);
    const rows = await model.probabilities(SEQUENCES);
    const expected = await evaluate(
      recall,
      parameters,
      SEQUENCES.map((ids) => Int32Array.from(ids)),
    );
    rows.forEach(({ data, shape }, k) => {
      expect(shape).toEqual([10]);
      expect(distance(data, expected[k]!)).toBeLessThan(1e-5);
    });
    expect(distance(rows[0]!.data, rows[1]!.data)).toBeGreaterThan(1e-3);
    const [first] = await model.predict([Uint8Array.from(SEQUENCES[0]!)], { top: 2 });
    const best = Math.max(...rows[0]!.data);
    expect(first!.classes).toHaveLength(2);
    expect(first!.classes[0]!.label).toBe(DIGITS[rows[0]!.data.indexOf(best)]);
    await model.close();
  });

  test('tells layers without padding', async () => {
    const model = await loadModel(digits().bytes, { input: 'tokens' });
    const all = await model.features(SEQUENCES);
    all.forEach((features, k) => {
      const steps = SEQUENCES[k]!.length;
      expect(features['one-hot1']!.shape).toEqual([steps, 10]);
      expect(features.lstm1!.shape).toEqual([steps, 4]);
      expect(Array.from(features.lstm1!.data.slice(-4))).toEqual(Array.from(features.last1!.data));
    });
    await model.close();
  });
});

describe('a model that labels steps', () => {
  test('gives the outputs of the evaluation program for every step', async () => {
    const { parameters, bytes } = sums();
    const model = await loadModel(bytes, { input: 'sequence' });
    expect([model.task, model.labels, model.width]).toEqual(['labeling', [], 2]);
    const rows = await model.probabilities(BITS);
    for (const [k, bits] of BITS.entries()) {
      // With its number of steps fixed, as the targets of a program have a size.
      const fixed: ModelSpec = {
        ...addition,
        input: { type: 'sequence', features: 2, steps: bits.length / 2 },
      };
      const [expected] = await evaluateImages(fixed, parameters, [Float32Array.from(bits)]);
      expect(rows[k]!.shape).toEqual([bits.length / 2, 1]);
      expect(distance(rows[k]!.data, expected!)).toBeLessThan(1e-5);
    }
    await model.close();
  });

  test('has no classes to predict', async () => {
    const model = await loadModel(sums().bytes, { input: 'sequence' });
    await expect(model.predict(BITS)).rejects.toThrow('The model labels every step and has no classes');
    await model.close();
  });
});

test('sequences of a fixed number of steps are padded to it, and longer ones refused', async () => {
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 2, steps: 4 },
    layers: [{ type: 'conv1d', filters: 3, kernelSize: 2 }, { type: 'flatten' }, { type: 'dense', units: 2 }],
  };
  const model = await loadModel(exported(spec, { labels: ['a', 'b'] }).bytes, {
    input: 'sequence',
  });
  const [row] = await model.probabilities([BITS[0]!]);
  expect(row!.data).toHaveLength(2);
  await expect(model.probabilities([BITS[2]!])).rejects.toThrow(
    'sequences[0] has 5 steps, expected at most 4.',
  );
  await model.close();
});

test.each<[unknown, string]>([
  [undefined, 'Sequences must be an array of arrays of numbers, received nothing.'],
  [Uint8Array.of(1, 2), 'Sequences must be an array of arrays of numbers, received Uint8Array of 2.'],
  [[[1, 0], 'ab'], 'sequences[1] must be an array of numbers, received "ab".'],
  [[[]], 'sequences[0] has 0 numbers, expected one or more steps of 2.'],
  [[[1, 0, 1]], 'sequences[0] has 3 numbers, expected one or more steps of 2.'],
  [[[1, 'x']], 'sequences[0] must have numbers, received "x" at 1.'],
])('the sequences %j are refused', async (sequences, message) => {
  const model = await loadModel(sums().bytes, { input: 'sequence' });
  await expect(model.probabilities(sequences as number[][])).rejects.toThrow(new InferenceError(message));
  await model.close();
});

test('ids that the model does not know, or that are none, are refused', async () => {
  const model = await loadModel(digits().bytes, { input: 'tokens' });
  await expect(model.predict([[1, -2]])).rejects.toThrow(
    'sequences[0] must have ids, each a whole number from 0 to 9, received -2 at 1.',
  );
  await expect(model.predict([[1, 9, 10]])).rejects.toThrow(
    'sequences[0] must have ids, each a whole number from 0 to 9, received 10 at 2.',
  );
  await expect(model.predict([[]])).rejects.toThrow(
    'sequences[0] has 0 numbers, expected at least one step.',
  );
  await model.close();
});

test('a file whose graph labels steps where it should name classes, or the reverse, is refused', async () => {
  const classes = changeCard(sums().bytes, { task: 'classification', labels: ['0'] });
  await expect(loadModel(classes)).rejects.toThrow('expected probabilities float [batch, classes]');
  const steps = changeCard(digits().bytes, { task: 'labeling', labels: [] });
  await expect(loadModel(steps)).rejects.toThrow('expected probabilities float [batch, steps, outputs]');
  const ids = changeCard(digits().bytes, { input: 'sequence', vocabulary: undefined });
  await expect(loadModel(ids)).rejects.toThrow(
    'the model reads ids int32 [batch, steps] and lengths int32 [batch], expected features float [batch, steps, features]',
  );
});
