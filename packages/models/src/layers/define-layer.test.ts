import { expect, expectTypeOf, test } from 'vitest';
import { SpecError } from '../errors.js';
import { ones } from '../initializers.js';
import { modelSpecSchema } from '../json-schema.js';
import { initialize, parametersOf } from '../model.js';
import { resolveModel } from '../resolve.js';
import type { LayerSpec, ModelSpec } from '../spec.js';
import { defineLayer } from './define-layer.js';
import { expectReal } from './layer.js';

/** Root-mean-square normalization (B. Zhang and R. Sennrich, 2019), with options of every type. */
const defineNorm = () =>
  defineLayer({
    type: 'mine/rms-norm',
    doc: 'Divides by the root of the mean of squares.',
    options: {
      epsilon: { type: 'number', exclusiveMinimum: 0, default: 1e-6, description: 'Added to the mean.' },
      gain: { enum: ['ones', 'none'], default: 'ones', description: 'What gamma starts as.' },
      groups: { type: 'integer', minimum: 1, description: 'Groups of features.' },
      names: { type: 'array', items: { type: 'string' }, optional: true, description: 'Names.' },
    },
    output: (_, input) => expectReal(input, 'sequence', 'vector'),
    parameters: ({ gain }, input) =>
      gain === 'none'
        ? {}
        : { gamma: { shape: [expectReal(input, 'sequence', 'vector').features], initializer: ones() } },
    apply: (ops, { epsilon }, { value }, { gamma }, output) => {
      const { features } = output as { features: number };
      const mean = ops.mul(ops.sum(ops.mul(value, value)), 1 / features);
      const normal = ops.div(value, ops.sqrt(ops.add(mean, epsilon)));
      return { value: gamma ? ops.mul(normal, gamma) : normal };
    },
  });
const rmsNorm = defineNorm();

const vector = { type: 'vector', features: 3 } as const;
const resolveWith = (layer: object, input: ModelSpec['input'] = vector) =>
  resolveModel({ input, layers: [layer as LayerSpec] });

test('a layer of a user has options, parameters and a name as ours have', () => {
  expect(() => resolveWith({ type: 'mine/other', groups: 1 })).toThrow(
    new SpecError(
      'Layer 0: There is no layer "mine/other": it is not one of RNNLab\'s, and defineLayer was not called for it in this process.',
    ),
  );
  defineNorm();
  // A spec with the type of a layer needs no cast.
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 4 },
    layers: [
      { type: 'mine/rms-norm', groups: 2 },
      { type: 'mine/rms-norm', groups: 1, epsilon: 0.1, name: 'last' },
      { type: 'mine/rms-norm', groups: 1, gain: 'none' },
    ],
  };
  const { layers, output } = resolveModel(JSON.parse(JSON.stringify(spec)));
  expect(layers.map(({ name }) => name)).toEqual(['rms-norm1', 'last', 'rms-norm3']);
  expect(layers[0]!.options).toEqual({ epsilon: 1e-6, gain: 'ones', groups: 2, names: undefined });
  expect(output).toEqual({ kind: 'sequence', features: 4 });
  expect(parametersOf(spec).map(({ name }) => name)).toEqual([
    '0.mine/rms-norm.gamma',
    '1.mine/rms-norm.gamma',
  ]);
  expect([...initialize(spec, () => 0.5)]).toEqual(Array(8).fill(1));
});

test('TypeScript infers the values of options from their schemas', () => {
  defineLayer({
    ...{ type: 'mine/types', doc: 'Types.' },
    options: {
      epsilon: { type: 'number', default: 1e-6, description: 'A number.' },
      gain: { enum: ['ones', 'none'], default: 'ones', description: 'A name.' },
      flag: { type: 'boolean', optional: true, description: 'Yes or no.' },
      sizes: { type: 'array', items: { type: 'integer' }, description: 'A list.' },
    },
    output(options, input) {
      expectTypeOf(options).toEqualTypeOf<{
        epsilon: number;
        gain: 'ones' | 'none';
        flag: boolean | undefined;
        sizes: readonly number[];
      }>();
      // @ts-expect-error: not every shape has features.
      expect(input.features).toBe(3);
      return input;
    },
    parameters: ({ sizes }) => {
      expectTypeOf(sizes).toEqualTypeOf<readonly number[]>();
      return {};
    },
    apply: (_, { gain }, { value }) => {
      expectTypeOf(gain).toEqualTypeOf<'ones' | 'none'>();
      return { value };
    },
  });
  resolveWith({ type: 'mine/types', sizes: [1] });
  // @ts-expect-error: a type without a slash is one of ours.
  expect(() => defineLayer({ ...rmsNorm, type: 'rms-norm' })).toThrow(SpecError);
});

test.each<[layer: object, sentence: string]>([
  [{ groups: 0 }, 'Layer 0 (mine/rms-norm): groups must be a whole number of at least 1, received 0.'],
  [{}, 'Layer 0 (mine/rms-norm) needs groups: a whole number of at least 1.'],
  [{ groups: 1, epsilom: 1 }, 'Layer 0 (mine/rms-norm) has no option "epsilom"; the nearest is "epsilon".'],
  [
    { groups: 1, gain: 'zeros' },
    'Layer 0 (mine/rms-norm): gain must be one of ones, none, received "zeros".',
  ],
])('the options %j of it are refused', (options, sentence) => {
  defineNorm();
  expect(() => resolveWith({ type: 'mine/rms-norm', ...options })).toThrow(new SpecError(sentence));
});

test('an input that it does not take is refused as by ours', () => {
  defineNorm();
  expect(() =>
    resolveWith({ type: 'mine/rms-norm', groups: 1 }, { type: 'image', channels: 1, height: 2, width: 2 }),
  ).toThrow('Layer 0 (mine/rms-norm) expected sequence or vector as input, received image [1, 2, 2].');
  expect(() => resolveWith({ type: 'mine/rms-norm', groups: 1 }, { type: 'tokens', vocabulary: 3 })).toThrow(
    'Layer 0 (mine/rms-norm) expected real numbers as input, received tokens below 3 [time]: put it',
  );
});

test.each<[object, string]>([
  [{ ...rmsNorm, type: 'rms' }, 'The name of a layer of your own must be two words with a slash between'],
  [{ ...rmsNorm, apply: undefined }, 'defineLayer needs apply: a function.'],
  [{ ...rmsNorm, build: () => {} }, 'defineLayer has no option "build"'],
  [
    { ...rmsNorm, options: { name: { type: 'string', description: 'A name.' } } },
    'The layer mine/rms-norm cannot have an option called "name", which has another meaning there.',
  ],
  [
    { ...rmsNorm, options: { rate: { type: 'number', default: 'a', description: 'A rate.' } } },
    'The layer mine/rms-norm, option "rate": default must be a number, received "a".',
  ],
])('the bad definition %j is refused', (layer, sentence) => {
  const define = () => defineLayer(layer as Parameters<typeof defineLayer>[0]);
  expect(define).toThrow(SpecError);
  expect(define).toThrow(sentence);
});

test.each<[unknown, string]>([
  [undefined, 'received nothing.'],
  [[3], 'received [3].'],
  [{ kind: 'scalar' }, 'of the kind tokens, sequence, image, vector, received "scalar".'],
  [
    { kind: 'vector', features: Number.NaN },
    'The output of layer 0 (mine/shape): features must be a whole number of at least 1, received NaN.',
  ],
])('the shape %j as its output is refused', (shape, sentence) => {
  defineLayer({
    ...{ type: 'mine/shape', doc: 'A shape.', options: {} },
    output: () => shape as never,
    parameters: () => ({}),
    apply: (_, __, input) => input,
  });
  expect(() => resolveWith({ type: 'mine/shape' })).toThrow(SpecError);
  expect(() => resolveWith({ type: 'mine/shape' })).toThrow(sentence);
});

test('the schema of a spec has layers of users, of this process and of others', async () => {
  defineNorm();
  const { default: Ajv } = await import('ajv/dist/2020.js');
  const validate = new Ajv.default({ strict: false }).compile(modelSpecSchema());
  const isValid = (layer: object) => validate({ input: vector, layers: [layer] });
  expect(isValid({ type: 'mine/rms-norm', groups: 1 })).toBe(true);
  expect(isValid({ type: 'mine/rms-norm', groups: 0 })).toBe(false);
  expect(isValid({ type: 'theirs/unknown', anything: 1 })).toBe(true);
  expect(isValid({ type: 'recurrent', units: 2, cell: 'theirs/cell' })).toBe(true);
  expect(isValid({ type: 'recurrent', units: 2, cell: 'theirs' })).toBe(false);
});
