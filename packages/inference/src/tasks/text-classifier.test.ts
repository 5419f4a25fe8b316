import { cells, initialize, type ModelSpec, resolveModel } from '@rnnlab/models';
import { exportModel } from '@rnnlab/onnx';
import { trainCharacterTokenizer } from '@rnnlab/tokenizers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../test/evaluate.js';
import { exportTextModel, LABELS, random, surnames, tokenizer } from '../../test/exported-models.js';
import { InferenceError } from '../error.js';
import { loadModel } from '../load-model.js';
import type { TextClassifier } from './text-classifier.js';

const NAMES = ['Nakamura', "O'Neal", 'x', 'van der Berg', 'Li', 'Abdul Rahman ibn Abdullah'];
let model: TextClassifier;

beforeAll(async () => {
  model = await loadModel(exportTextModel().bytes, { input: 'text' });
});
afterAll(() => model.close());

/** The largest difference between two lists of rows. */
const distance = (a: ArrayLike<number>[], b: ArrayLike<number>[]): number =>
  Math.max(...a.flatMap((row, k) => Array.from(row, (value, n) => Math.abs(value - b[k]![n]!))));

describe.each(Object.keys(cells) as (keyof typeof cells)[])('with the cell %s', (cell) => {
  test.each([
    { bidirectional: false, layers: 1, embedding: 0 },
    { bidirectional: true, layers: 1, embedding: 0 },
    { bidirectional: true, layers: 2, embedding: 3, dropout: 0.5 },
  ])('probabilities are those of the evaluation program: %o', async (options) => {
    const { spec, parameters, bytes } = exportTextModel({ cell, ...options });
    const exported = await loadModel(bytes, { input: 'text' });
    const rows = await exported.probabilities(NAMES);
    const expected = await evaluate(
      spec,
      parameters,
      NAMES.map((name) => tokenizer.encode(name)),
    );
    await exported.close();
    expect(distance(rows, expected)).toBeLessThan(1e-5);
    // The answers depend on the text at all.
    expect(Math.max(...rows.map((row) => distance([rows[0]!], [row])))).toBeGreaterThan(1e-3);
  });
});

test.each([
  [{ maxLength: 4 }, (ids: Int32Array) => ids.subarray(0, 4)],
  [
    { maxLength: 8, padding: true },
    (ids: Int32Array) => Int32Array.from({ length: 8 }, (_, k) => ids[k] ?? tokenizer.padId!),
  ],
])('texts are read as in the training: %o', async (text, asTrained) => {
  const { spec, parameters, bytes } = exportTextModel({}, { text });
  const exported = await loadModel(bytes, { input: 'text' });
  const rows = await exported.probabilities(NAMES);
  await exported.close();
  const ids = NAMES.map((name) => asTrained(tokenizer.encode(name)));
  expect(distance(rows, await evaluate(spec, parameters, ids))).toBeLessThan(1e-5);
});

test('results do not depend on the other texts of a call and keep their order', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), async (texts) => {
      const together = await model.probabilities(texts);
      const alone = [];
      for (const one of texts) alone.push(...(await model.probabilities([one])));
      expect(together).toHaveLength(texts.length);
      expect(distance(together, alone)).toBeLessThan(1e-6);
    }),
    { numRuns: 40 },
  );
});

test('more texts than a batch holds, with one very long one, come out as one by one', async () => {
  const texts = Array.from({ length: 700 }, (_, k) => NAMES[k % 6]!.slice(0, 1 + (k % 7)).trim());
  texts[300] = 'lorem ipsum '.repeat(2000);
  const rows = await model.probabilities(texts);
  const probed = [0, 1, 299, 300, 301, 699];
  const alone = [];
  for (const k of probed) alone.push(...(await model.probabilities([texts[k]!])));
  const picked = probed.map((k) => rows[k]!);
  expect(rows).toHaveLength(700);
  expect(distance(picked, alone)).toBeLessThan(1e-6);
});

test('a prediction lists the likeliest classes first, three unless told otherwise', async () => {
  const [row] = await model.probabilities(['Nakamura']);
  const [three] = await model.predict(['Nakamura']);
  const [all] = await model.predict(['Nakamura'], { top: 99 });
  const sorted = LABELS.map((label, k) => ({ label, probability: row![k]! })).sort(
    (a, b) => b.probability - a.probability,
  );
  expect(all).toEqual({ text: 'Nakamura', classes: sorted, unknown: [] });
  expect(three!.classes).toEqual(sorted.slice(0, 3));
  expect((await model.predict(['Nakamura'], { top: 1 }))[0]!.classes).toEqual(sorted.slice(0, 1));
});

test('no texts give no predictions', async () => {
  expect(await model.predict([])).toEqual([]);
  expect(await model.probabilities([])).toEqual([]);
});

test('characters outside the vocabulary are reported, and the text is predicted', async () => {
  const [prediction] = await model.predict(['Zoë 王王!']);
  expect(prediction!.unknown).toEqual(['ë', '王', '!']);
  expect(prediction!.classes).toHaveLength(3);
});

test.each<[unknown, string]>([
  ['Nakamura', 'Texts must be an array of strings, received "Nakamura".'],
  [undefined, 'Texts must be an array of strings, received nothing.'],
  [['a', 7], 'texts[1] must be a string, received 7.'],
  [new Array(1), 'texts[0] must be a string, received nothing.'],
  [['a', ''], 'texts[1] is empty, expected at least one character.'],
  [['王!'], 'texts[0] ("王!") has nothing that the model knows: "王", "!" are not in its vocabulary.'],
  [
    ['!'.repeat(99)],
    `texts[0] ("${'!'.repeat(39)}…") has nothing that the model knows: "!" is not in its vocabulary.`,
  ],
  [['[UNK][PAD]'], 'texts[0] ("[UNK][PAD]") has nothing that the model knows.'],
])('the texts %j are refused', async (texts, message) => {
  const error = new InferenceError(message);
  await expect(model.predict(texts as string[])).rejects.toThrow(error);
  await expect(model.probabilities(texts as string[])).rejects.toThrow(error);
});

test('of a long list of unknown characters ten are named', async () => {
  await expect(model.predict(['1234567890!?'])).rejects.toThrow('"9", "0", … are not in its vocabulary.');
});

test('a text of which the normalization leaves nothing is refused', async () => {
  const ascii = trainCharacterTokenizer(['abc'], { normalize: 'nfd-ascii' });
  const { bytes } = exportTextModel({ vocabulary: ascii.vocabulary.size }, { tokenizer: ascii });
  const other = await loadModel(bytes, { input: 'text' });
  await expect(other.predict(['Жук'])).rejects.toThrow('"Ж", "у", "к" are not in its vocabulary.');
  await expect(other.predict(['\u0301'])).rejects.toThrow('has nothing that the model knows.');
  await other.close();
});

test.each([0, -1, 1.5, Number.NaN, '3', null])('top %j is refused', async (top) => {
  const received = typeof top === 'number' ? String(top) : JSON.stringify(top);
  await expect(model.predict(['a'], { top: top as number })).rejects.toThrow(
    new InferenceError(`predict: top must be a whole number of at least 1, received ${received}.`),
  );
});

test('the list of texts may change while it is predicted', async () => {
  const texts = ['Nakamura', 'Li'];
  const predictions = model.predict(texts);
  texts.length = 0;
  expect((await predictions).map(({ text }) => text)).toEqual(['Nakamura', 'Li']);
});

test('a model that is closed finishes what it does and takes nothing new', async () => {
  const closing = await loadModel(exportTextModel().bytes, { input: 'text' });
  const running = closing.predict(Array.from({ length: 600 }, () => 'Li'));
  const closed = Promise.all([closing.close(), closing.close()]);
  await expect(closing.predict(['Li'])).rejects.toThrow(
    new InferenceError('The model is closed; load it again to predict.'),
  );
  expect(await running).toHaveLength(600);
  await closed;
});

test('predictions at the same time do not disturb each other', async () => {
  const alone = await model.probabilities(['Nakamura']);
  const all = await Promise.all(NAMES.map((name) => model.probabilities(['Nakamura', name])));
  for (const [row] of all) expect(distance([row!], alone)).toBeLessThan(1e-6);
});

describe('layers of a model that reads texts', () => {
  const layered = (options: Parameters<typeof exportTextModel>[0], steps?: number) => {
    const { spec, parameters } = exportTextModel(options);
    const fixed = steps === undefined ? spec : { ...spec, input: { ...spec.input, steps } as never };
    const layers = resolveModel(fixed).layers.map(({ name }) => name);
    return loadModel(exportModel({ spec: fixed, parameters }, { ...surnames, layers }), { input: 'text' });
  };

  test('come for each text without padding, whatever else is in the call', async () => {
    const deep = await layered({ embedding: 3, cell: 'gru', bidirectional: true });
    expect(deep.layers).toEqual(['embedding1', 'gru1', 'last1', 'dense1']);
    const all = await deep.features(NAMES);
    for (const [k, { embedding1, gru1, last1, dense1 }] of all.entries()) {
      const steps = tokenizer.encode(NAMES[k]!).length;
      expect([embedding1!.shape, gru1!.shape, last1!.shape, dense1!.shape]).toEqual([
        [steps, 3],
        [steps, 10],
        [10],
        [4],
      ]);
      const [alone] = await deep.features([NAMES[k]!], { layers: ['gru1'] });
      expect(Object.keys(alone!)).toEqual(['gru1']);
      expect(distance([gru1!.data], [alone!.gru1!.data])).toBeLessThan(1e-6);
    }
    const rows = await deep.probabilities(NAMES);
    const exponentials = Array.from(all[0]!.dense1!.data, Math.exp);
    const sum = exponentials.reduce((a, b) => a + b);
    expect(distance([exponentials.map((value) => value / sum)], [rows[0]!])).toBeLessThan(1e-6);
    await deep.close();
  });

  test('come of convolutions and pools over time, too', async () => {
    const spec: ModelSpec = {
      input: { type: 'tokens', vocabulary: tokenizer.vocabulary.size, steps: 12 },
      layers: [
        { type: 'embedding', units: 3 },
        { type: 'conv1d', filters: 4, kernelSize: 3 },
        { type: 'max-pool', poolSize: 4, padding: 'same' },
        { type: 'flatten' },
        { type: 'dense', units: 4 },
      ],
    };
    const parameters = initialize(spec, random(2));
    const bytes = exportModel({ spec, parameters }, { ...surnames, layers: ['conv1', 'pool1'] });
    const words = await loadModel(bytes, { input: 'text' });
    const [long, short] = await words.features(['Nakamura', 'Lin']);
    expect([long!.conv1!.shape, short!.conv1!.shape]).toEqual([
      [6, 4],
      [1, 4],
    ]);
    expect(long!.pool1!.shape[1]).toBe(4);
    await words.close();
  });

  test('of a model with a fixed number of steps, longer texts are cut to it and shorter ones padded', async () => {
    const fixed = await layered({ embedding: 3 }, 6);
    const [long, short] = await fixed.features(['Nakamura', 'Li'], { layers: ['embedding1'] });
    expect([long!.embedding1!.shape, short!.embedding1!.shape]).toEqual([
      [6, 3],
      [2, 3],
    ]);
    const [a, b] = await fixed.probabilities(['Nakamura', 'Nakamu']);
    expect(distance([a!], [b!])).toBe(0);
    await fixed.close();
  });
});
