import { describe, expect, test } from 'vitest';
import { SpecError } from './errors.js';
import { layers } from './layers/index.js';
import { resolveModel } from './resolve.js';
import type { LayerSpec, ModelSpec } from './spec.js';

/** A spec as it may come from a file: anything. */
const parsed = (spec: unknown) => () => resolveModel(spec as ModelSpec);
const tokens = { type: 'tokens', vocabulary: 57 };
const resolveWithLayers = (...layers: unknown[]) => parsed({ input: tokens, layers });

test('shapes are followed from the input to the last layer, and defaults filled in', () => {
  const {
    input,
    layers: resolved,
    output,
  } = resolveModel({
    input: { type: 'tokens', vocabulary: 57 },
    layers: [
      { type: 'one-hot' },
      { type: 'recurrent', units: 128, bidirectional: true },
      { type: 'last' },
      { type: 'dense', units: 18 },
    ],
  });
  expect(input).toEqual({ kind: 'tokens', vocabulary: 57 });
  expect(resolved.map((layer) => layer.output)).toEqual([
    { kind: 'sequence', features: 57, oneHot: true },
    { kind: 'sequence', features: 256 },
    { kind: 'vector', features: 256 },
    { kind: 'vector', features: 18 },
  ]);
  expect(resolved.map((layer) => layer.input)).toEqual([
    input,
    ...resolved.slice(0, -1).map((l) => l.output),
  ]);
  expect(resolved[1]!.options).toEqual({
    cell: 'lstm',
    units: 128,
    layers: 1,
    bidirectional: true,
    merge: 'concat',
    dropout: 0,
    inputDropout: 0,
    recurrentDropout: 0,
  });
  expect(output).toEqual({ kind: 'vector', features: 18 });
});

test('a spec survives JSON', () => {
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 3 },
    layers: [
      { type: 'recurrent', cell: 'gru', units: 2 },
      { type: 'dropout', rate: 0.5 },
    ],
  };
  expect(resolveModel(JSON.parse(JSON.stringify(spec)))).toEqual(resolveModel(spec));
});

describe('a bad spec is refused with one sentence that names the layer', () => {
  const cases: [string, () => unknown, string][] = [
    [
      'nothing',
      parsed(undefined),
      'A model spec takes an object of options (input, layers), received nothing.',
    ],
    ['null', parsed(null), 'A model spec takes an object of options (input, layers), received null.'],
    ['no input', parsed({ layers: [] }), 'The input needs a type: one of tokens, sequence, image, vector.'],
    [
      'an input without a type',
      parsed({ input: {}, layers: [] }),
      'The input needs a type: one of tokens, sequence, image, vector.',
    ],
    [
      'an unknown input',
      parsed({ input: { type: 'token' }, layers: [] }),
      'The input has an unknown type "token"; the nearest is "tokens".',
    ],
    [
      'a bad size of the input',
      parsed({ input: { type: 'tokens', vocabulary: 0 }, layers: [] }),
      'The input (tokens): vocabulary must be a whole number of at least 1, received 0.',
    ],
    [
      'an option of another input',
      parsed({ input: { type: 'sequence', vocabulary: 3 }, layers: [] }),
      'The input (sequence) has no option "vocabulary"; expected one of features, steps.',
    ],
    [
      'an unknown key',
      parsed({ input: tokens, layer: [], layers: [] }),
      'A model spec has no option "layer"; the nearest is "layers".',
    ],
    ['no layers', resolveWithLayers(), 'A model spec needs at least one layer in "layers", received none.'],
    [
      'layers that are no list',
      parsed({ input: tokens, layers: 'dense' }),
      'A model spec needs at least one layer in "layers", received none.',
    ],
    [
      'an empty layer',
      resolveWithLayers(null),
      `Layer 0 needs a type: one of ${Object.keys(layers).join(', ')}.`,
    ],
    [
      'a misspelt layer',
      resolveWithLayers({ type: 'embeding', units: 3 }),
      'Layer 0 has an unknown type "embeding"; the nearest is "embedding".',
    ],
    [
      'a name every object has',
      resolveWithLayers({ type: 'toString' }),
      'Layer 0 has an unknown type "toString"',
    ],
    [
      'a misspelt option',
      resolveWithLayers({ type: 'one-hot' }, { type: 'recurrent', unit: 3 }),
      'Layer 1 (recurrent) has no option "unit"; the nearest is "units".',
    ],
    [
      'an option every object has',
      resolveWithLayers({ type: 'one-hot', constructor: 1 }),
      'Layer 0 (one-hot) has no option "constructor".',
    ],
    [
      'a missing option',
      resolveWithLayers({ type: 'embedding' }),
      'Layer 0 (embedding) needs units: a whole number of at least 1.',
    ],
    [
      'null',
      resolveWithLayers({ type: 'one-hot' }, { type: 'recurrent', units: 2, dropout: null }),
      'Layer 1 (recurrent): dropout must be a number from 0 up to, but not including, 1, received null.',
    ],
    [
      'an unknown cell',
      resolveWithLayers({ type: 'one-hot' }, { type: 'recurrent', units: 2, cell: 'LSTM' }),
      'Layer 1 (recurrent): cell must be one of rnn, rnn-relu, gru, gru-reset-before, lstm, mgu, received "LSTM".',
    ],
    [
      'text for a flag',
      resolveWithLayers({ type: 'one-hot' }, { type: 'recurrent', units: 2, bidirectional: 'yes' }),
      'Layer 1 (recurrent): bidirectional must be true or false, received "yes".',
    ],
    [
      'a layer that cannot take what comes before it',
      resolveWithLayers({ type: 'dense', units: 3 }),
      'Layer 0 (dense) expected vector or sequence as input, received tokens below 57 [time].',
    ],
    [
      'a vector where a sequence is needed',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'last' }, { type: 'recurrent', units: 2 }),
      'Layer 2 (recurrent) expected sequence as input, received vector [4].',
    ],
    [
      'an image where a vector is needed',
      parsed({
        input: { type: 'image', channels: 1, height: 4, width: 5 },
        layers: [{ type: 'dense', units: 3 }],
      }),
      'Layer 0 (dense) expected vector or sequence as input, received image [1, 4, 5].',
    ],
    [
      'a sequence where an image is needed',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'conv2d', filters: 2, kernelSize: 3 }),
      'Layer 1 (conv2d) expected image as input, received sequence [time, 4].',
    ],
    [
      'one-hot tokens where numbers are needed',
      resolveWithLayers({ type: 'one-hot' }, { type: 'global-max-pool' }),
      'Layer 1 (global-max-pool) expected real numbers as input, received one-hot sequence [time, 57]',
    ],
    [
      'a filter larger than the image',
      parsed({
        input: { type: 'image', channels: 1, height: 4, width: 5 },
        layers: [{ type: 'conv2d', filters: 2, kernelSize: 5 }],
      }),
      'Layer 0 (conv2d) has a window of 5 over a height of 4: it must not be larger.',
    ],
    [
      'a dilated filter longer than the sequence',
      parsed({
        input: { type: 'sequence', features: 2, steps: 6 },
        layers: [{ type: 'conv1d', filters: 2, kernelSize: 4, dilation: 2 }],
      }),
      'Layer 0 (conv1d) has a window of 7 over a time of 6: it must not be larger.',
    ],
    [
      'an even kernel with padding same at stride 2',
      parsed({
        input: { type: 'image', channels: 1, height: 4, width: 5 },
        layers: [{ type: 'conv2d', filters: 2, kernelSize: [3, 2], stride: 2, padding: 'same' }],
      }),
      'Layer 0 (conv2d) has an even kernel of 2 over the width with padding "same" and stride 2: expected an odd kernel, as an even one has no middle.',
    ],
    [
      'a size of three numbers',
      parsed({
        input: { type: 'image', channels: 1, height: 4, width: 5 },
        layers: [{ type: 'max-pool', poolSize: [1, 2, 3] }],
      }),
      'Layer 0 (max-pool): poolSize must be a whole number of at least 1, or two of them, received [1, 2, 3].',
    ],
    [
      'a flattened sequence of any length',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'flatten' }),
      'Layer 1 (flatten) expected a sequence with a known number of steps, received one of any',
    ],
    [
      'tied sizes that differ',
      resolveWithLayers(
        { type: 'embedding', units: 4 },
        { type: 'recurrent', units: 3 },
        { type: 'tied-dense', embedding: 0 },
      ),
      'Layer 2 (tied-dense) expected 4 features, the units of the embedding in layer 0, received sequence [time, 3].',
    ],
    [
      'tied to a layer that is no embedding',
      resolveWithLayers(
        { type: 'embedding', units: 4 },
        { type: 'dense', units: 3 },
        { type: 'tied-dense', embedding: 1 },
      ),
      'Layer 2 (tied-dense) expected layer 1 to be an embedding before it, received dense.',
    ],
    [
      'tied to no layer',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'tied-dense', embedding: 7 }),
      'Layer 1 (tied-dense) expected layer 7 to be an embedding before it, received no such layer.',
    ],
    [
      'tied without saying to what',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'tied-dense' }),
      'Layer 1 (tied-dense) needs embedding: the index of an earlier layer.',
    ],
    [
      'an unknown function',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'activation', function: 'swish' }),
      'Layer 1 (activation): function must be one of relu, gelu, tanh, sigmoid, elu, hard-sigmoid, received "swish".',
    ],
    [
      'a zero epsilon',
      resolveWithLayers({ type: 'embedding', units: 4 }, { type: 'layer-norm', epsilon: 0 }),
      'Layer 1 (layer-norm): epsilon must be a number above 0, received 0.',
    ],
  ];
  test.each(cases)('%s', (_name, resolve, message) => {
    expect(resolve).toThrow(SpecError);
    expect(resolve).toThrow(message);
  });

  test.each([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['3', '"3"'],
    [[3], '[3]'],
  ])('units of %s', (units, received) => {
    expect(resolveWithLayers({ type: 'one-hot' }, { type: 'dense', units })).toThrow(
      `Layer 1 (dense): units must be a whole number of at least 1, received ${received}.`,
    );
  });

  test.each([1, -0.1, Number.NaN, '0.5'])('a rate of %j', (rate) => {
    expect(resolveWithLayers({ type: 'embedding', units: 2 }, { type: 'dropout', rate })).toThrow(
      'Layer 1 (dropout): rate must be a number from 0 up to, but not including, 1, received ',
    );
  });
});

test('a long value is shortened in the message', () => {
  expect(resolveWithLayers({ type: 'dense', units: 'x'.repeat(500) })).toThrow(/received "x{39}…"\.$/);
});

const namesOf = (spec: ModelSpec) => resolveModel(spec).layers.map(({ name }) => name);
const layerNamesWithLayers = (...layers: unknown[]): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 9 },
  layers: layers as LayerSpec[],
});

test('layers are counted by what they do', () => {
  const stage: LayerSpec[] = [
    { type: 'conv2d', filters: 2, kernelSize: 3 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', poolSize: 2 },
  ];
  const input = { type: 'image', channels: 1, height: 20, width: 20 } as const;
  expect(
    namesOf({ input, layers: [...stage, ...stage, { type: 'flatten' }, { type: 'dense', units: 3 }] }),
  ).toEqual(['conv1', 'relu1', 'pool1', 'conv2', 'relu2', 'pool2', 'flatten1', 'dense1']);
  expect(
    namesOf(
      layerNamesWithLayers(
        { type: 'one-hot' },
        { type: 'conv1d', filters: 3, kernelSize: 2 },
        { type: 'recurrent', cell: 'gru', units: 2 },
        { type: 'recurrent', units: 2 },
        { type: 'last' },
      ),
    ),
  ).toEqual(['one-hot1', 'conv1', 'gru1', 'lstm1', 'last1']);
});

test('a name in the spec replaces the counted one', () => {
  expect(
    namesOf(
      layerNamesWithLayers(
        { type: 'embedding', units: 3, name: 'words' },
        { type: 'dense', units: 2, name: 'a' },
        {
          type: 'dense',
          units: 2,
        },
      ),
    ),
  ).toEqual(['words', 'a', 'dense2']);
});

test.each([
  ['', '""'],
  ['conv 1', '"conv 1"'],
  ['1st', '"1st"'],
  ['a_1', '"a_1"'],
  [7, '7'],
  [null, 'null'],
])('the name %j is refused', (name, shown) => {
  expect(() => namesOf(layerNamesWithLayers({ type: 'embedding', units: 3, name }))).toThrow(
    `Layer 0 (embedding): name must be letters, digits and hyphens after a letter, received ${shown}.`,
  );
});

test('a name that another layer has is refused', () => {
  const layers = [
    { type: 'embedding', units: 3, name: 'dense1' },
    { type: 'dense', units: 2 },
  ];
  expect(() => namesOf(layerNamesWithLayers(...layers))).toThrow(
    'Layer 1 (dense) is called "dense1", and so is layer 0: expected a name of its own.',
  );
});
