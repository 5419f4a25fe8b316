import { type ModelSpec, parameterCount, resolveModel } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { evaluateImages, softmax } from '../../test/evaluate.js';
import { CLASSES, exportImages, images, readers, SIZE } from '../../test/exported-models.js';
import { InferenceError } from '../error.js';
import { loadModel } from '../load-model.js';

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length ? Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!))) : Infinity;

/** As `[height, channels, width]`: what is read row by row. */
function byRows(pixels: Float32Array): Float32Array {
  const { channels, height, width } = SIZE;
  return Float32Array.from(pixels, (_, k) => {
    const [y, channel, x] = [Math.floor(k / (channels * width)), Math.floor(k / width) % channels, k % width];
    return pixels[(channel * height + y) * width + x]!;
  });
}

const scaled = (image: Uint8Array, factor = 1 / 255) => Float32Array.from(image, (value) => value * factor);
const kinds = Object.entries(readers);

test.each(kinds)('probabilities are those of the evaluation program: %s', async (kind, spec) => {
  const { parameters, bytes } = exportImages(spec);
  const model = await loadModel(bytes, { input: 'image' });
  const given = images(5);
  const rows = await model.probabilities(given);
  const read = given.map((image) => (kind.includes('rows') ? byRows(scaled(image)) : scaled(image)));
  const expected = await evaluateImages(spec, parameters, read);
  rows.forEach((row, k) => {
    expect(distance(row, softmax(Array.from(expected[k]!)))).toBeLessThan(1e-5);
  });
  expect(distance(rows[0]!, rows[1]!)).toBeGreaterThan(1e-4);
  await model.close();
});

test.each(kinds)('layers are those of the evaluation program, with their shapes: %s', async (kind, spec) => {
  const { parameters, bytes } = exportImages(spec);
  const model = await loadModel(bytes, { input: 'image' });
  const given = images(3);
  const all = await model.features(given);
  const { layers } = resolveModel(spec);
  expect(model.layers).toEqual(layers.map(({ name }) => name));
  for (const [index, { name, output }] of layers.entries()) {
    const shape =
      output.kind === 'image'
        ? [output.channels, output.height, output.width]
        : output.kind === 'sequence'
          ? [output.steps ?? SIZE.height, output.features]
          : output.kind === 'vector'
            ? [output.features]
            : [];
    // Programs score vectors: sequences and images as what they are flattened to.
    const flatten = output.kind === 'image' || (output.kind === 'sequence' && output.steps !== undefined);
    if (output.kind === 'sequence' && !flatten) {
      expect(all[0]![name]!.shape).toEqual(shape);
      continue;
    }
    const upTo = layers.slice(0, index + 1).map((_, k) => spec.layers[k]!);
    const part: ModelSpec = { ...spec, layers: flatten ? [...upTo, { type: 'flatten' }] : upTo };
    const used = parameters.slice(0, parameterCount(part));
    const read = given.map((image) => (kind.includes('rows') ? byRows(scaled(image)) : scaled(image)));
    const expected = await evaluateImages(part, used, read);
    for (const [k, features] of all.entries()) {
      expect(features[name]!.shape).toEqual(shape);
      expect(distance(features[name]!.data, expected[k]!)).toBeLessThan(1e-5);
    }
  }
  await model.close();
});

test('the last step of a recurrent layer is what the layer after it reads', async () => {
  const model = await loadModel(exportImages(readers.rows).bytes, { input: 'image' });
  const [features] = await model.features(images(1));
  const { gru1, last1 } = features!;
  expect(gru1!.shape).toEqual([8, 8]);
  // Both directions: forward and backward state of the last row.
  expect(distance(gru1!.data.slice(-8), last1!.data)).toBe(0);
  await model.close();
});

test('the file says how pixels are scaled', async () => {
  const [image] = images(1);
  const plain = { scale: 0.5, mean: [10, 20], std: [4, 8] };
  const { parameters, bytes } = exportImages(readers.pixels, { image: plain });
  const model = await loadModel(bytes, { input: 'image' });
  const area = SIZE.height * SIZE.width;
  const read = Float32Array.from(image!, (value, k) =>
    k < area ? (value * 0.5 - 10) / 4 : (value * 0.5 - 20) / 8,
  );
  const [expected] = await evaluateImages(readers.pixels, parameters, [read]);
  const [row] = await model.probabilities([image!]);
  expect(distance(row!, softmax(Array.from(expected!)))).toBeLessThan(1e-5);
  expect(model.image).toEqual({ ...SIZE, ...plain });
  await model.close();
});

test('a model tells what it is, and lists the likeliest classes first', async () => {
  const model = await loadModel(exportImages(readers.pixels).bytes);
  if (model.input !== 'image') throw new Error('The model reads images.');
  expect([model.labels, model.title, model.provenance]).toEqual([CLASSES, 'Pets', {}]);
  expect(model.image).toEqual({ ...SIZE, scale: 1 / 255, mean: [0, 0], std: [1, 1] });
  const [given] = images(1);
  const [row] = await model.probabilities([given!]);
  const [prediction] = await model.predict([given!]);
  const [best] = await model.predict([Array.from(given!)], { top: 1 });
  const sorted = CLASSES.map((label, k) => ({ label, probability: row![k]! })).sort(
    (a, b) => b.probability - a.probability,
  );
  expect(prediction!.classes).toEqual(sorted);
  expect(best!.classes).toEqual(sorted.slice(0, 1));
  await model.close();
});

test('more images than a batch holds come out as one by one, and none as none', async () => {
  const model = await loadModel(exportImages(readers.pixels).bytes, { input: 'image' });
  const many = images(300);
  const rows = await model.probabilities(many);
  const features = await model.features(many, { layers: ['pool1'] });
  for (const k of [0, 1, 127, 128, 299]) {
    const [alone] = await model.probabilities([many[k]!]);
    const [maps] = await model.features([many[k]!], { layers: ['pool1'] });
    expect(distance(rows[k]!, alone!)).toBeLessThan(1e-6);
    expect(Object.keys(features[k]!)).toEqual(['pool1']);
    expect(distance(features[k]!.pool1!.data, maps!.pool1!.data)).toBeLessThan(1e-6);
  }
  expect(await model.predict([])).toEqual([]);
  expect(await model.features([])).toEqual([]);
  await model.close();
});

test.each<[unknown, string]>([
  [undefined, 'Images must be an array with the pixels of each image, received nothing.'],
  [new Uint8Array(96), 'Images must be an array with the pixels of each image, received Uint8Array of 96.'],
  [[new Uint8Array(95)], 'images[0] must have 2 × 8 × 6 = 96 pixels, received Uint8Array of 95.'],
  [[new Uint8Array(96), 'cat'], 'images[1] must have 2 × 8 × 6 = 96 pixels, received "cat".'],
  [[new Array(96).fill('x')], 'images[0] must have numbers as pixels, received "x" at 0.'],
  [
    [Float32Array.from({ length: 96 }, (_, k) => (k === 7 ? Number.NaN : 0))],
    'images[0] must have numbers as pixels, received NaN at 7.',
  ],
])('the images %# are refused', async (given, message) => {
  const model = await loadModel(exportImages(readers.pixels).bytes, { input: 'image' });
  await expect(model.predict(given as Uint8Array[])).rejects.toThrow(new InferenceError(message));
  await expect(model.features(given as Uint8Array[])).rejects.toThrow(new InferenceError(message));
  await model.close();
});

test('a layer that the file does not give is refused, and so is any where it gives none', async () => {
  const open = (layers: string[]) =>
    loadModel(exportImages(readers.pixels, { layers }).bytes, { input: 'image' });
  const model = await open(['relu1', 'pool1']);
  await expect(model.features([], { layers: ['conv1'] })).rejects.toThrow(
    'The file does not give the layer "conv1", expected one of relu1, pool1.',
  );
  await expect(model.features([], { layers: 'pool1' as never })).rejects.toThrow(
    'features: layers must be a list of names, received "pool1".',
  );
  await model.close();
  const bare = await open([]);
  await expect(bare.features([])).rejects.toThrow('The file gives no outputs of layers');
  await bare.close();
});

test('a closed model takes no images', async () => {
  const model = await loadModel(exportImages(readers.vector).bytes, { input: 'image' });
  await model.close();
  await expect(model.predict(images(1))).rejects.toThrow('The model is closed');
});
