import { type LayerSpec, type ModelSpec, parameterCount, resolveModel, SpecError } from '@rnnlab/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Tensor, withSession } from '../../test/session.js';
import { inferenceModel } from './inference.js';

const padding = fc.constantFrom('valid' as const, 'same' as const);
const size = (max: number) => fc.integer({ min: 1, max });
const both = (max: number) => fc.oneof(size(max), fc.tuple(size(max), size(max)));

const activation = fc.constant<LayerSpec>({ type: 'activation', function: 'relu' });
const norm = fc.constant<LayerSpec>({ type: 'batch-norm' });

const overImages: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.record({
    type: fc.constant('conv2d' as const),
    filters: size(3),
    kernelSize: both(3),
    stride: both(3),
    dilation: both(2),
    padding,
  }),
  fc.record({
    type: fc.constantFrom('max-pool' as const, 'average-pool' as const),
    poolSize: both(4),
    stride: both(3),
    padding,
  }),
  activation,
  norm,
);
const overTime: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.record({
    type: fc.constant('conv1d' as const),
    filters: size(3),
    kernelSize: size(4),
    stride: size(3),
    dilation: size(2),
    padding,
  }),
  fc.record({
    type: fc.constantFrom('max-pool' as const, 'average-pool' as const),
    poolSize: size(4),
    stride: size(3),
    padding,
  }),
  fc.record({
    type: fc.constant('recurrent' as const),
    cell: fc.constantFrom('lstm' as const, 'mgu' as const, 'gru-reset-before' as const),
    units: size(3),
    layers: size(2),
    bidirectional: fc.boolean(),
    merge: fc.constantFrom('concat' as const, 'sum' as const),
  }),
  fc.record({ type: fc.constant('dense' as const), units: size(4) }),
  fc.constant<LayerSpec>({ type: 'layer-norm' }),
  activation,
  norm,
);
const ends: fc.Arbitrary<LayerSpec[]> = fc.constantFrom<LayerSpec[][]>(
  [],
  [{ type: 'flatten' }],
  [{ type: 'last' }],
  [{ type: 'global-average-pool' }],
  [{ type: 'global-max-pool' }],
) as fc.Arbitrary<LayerSpec[]>;

const images = fc.record({
  input: fc.record({
    type: fc.constant('image' as const),
    channels: size(3),
    height: fc.integer({ min: 3, max: 11 }),
    width: fc.integer({ min: 3, max: 11 }),
  }),
  layers: fc.array(overImages, { minLength: 1, maxLength: 3 }),
});
const sequences = fc
  .record({
    steps: fc.option(fc.integer({ min: 2, max: 14 }), { nil: undefined }),
    tokens: fc.boolean(),
    first: fc.constantFrom<LayerSpec>({ type: 'one-hot' }, { type: 'embedding', units: 2 }),
    layers: fc.array(overTime, { minLength: 1, maxLength: 3 }),
    end: ends,
  })
  .map(({ steps, tokens, first, layers, end }): ModelSpec => {
    const time = steps === undefined ? {} : { steps };
    return tokens
      ? { input: { type: 'tokens', vocabulary: 4, ...time }, layers: [first, ...layers, ...end] }
      : { input: { type: 'sequence', features: 3, ...time }, layers: [...layers, ...end] };
  });

const BATCH = 2;
const STEPS = 9;

function feedsOf({ input }: ModelSpec): Record<string, Tensor> {
  const zeros = (type: 'int32' | 'float32', ...dims: number[]): Tensor => {
    const data = Array<number>(dims.reduce((a, b) => a * b)).fill(0);
    return { type, dims, data };
  };
  const lengths: Tensor = { type: 'int32', dims: [BATCH], data: [1, 2] };
  if (input.type === 'image')
    return { pixels: zeros('float32', BATCH, input.channels, input.height, input.width) };
  if (input.type === 'vector') return { features: zeros('float32', BATCH, input.features) };
  const steps = input.steps ?? STEPS;
  return input.type === 'tokens'
    ? { ids: zeros('int32', BATCH, steps), lengths }
    : { features: zeros('float32', BATCH, steps, input.features), lengths };
}

/** The output shape of a spec, or undefined if it is refused. */
function shapeOf(spec: ModelSpec): number[] | undefined {
  try {
    const { output } = resolveModel(spec);
    switch (output.kind) {
      case 'image':
        return [BATCH, output.channels, output.height, output.width];
      case 'vector':
        return [BATCH, output.features];
      case 'sequence':
        return output.oneHot ? undefined : [BATCH, output.steps ?? STEPS, output.features];
      default:
        return undefined;
    }
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    expect((error as Error).message).toMatch(/^Layer \d \(/);
    return undefined;
  }
}

test.each([
  ['images', images],
  ['sequences', sequences],
] as const)('%s: the output shape of a spec is the one that ONNX Runtime gives', async (_, specs) => {
  let compared = 0;
  const property = fc.asyncProperty(specs as fc.Arbitrary<ModelSpec>, async (spec) => {
    const shape = shapeOf(spec);
    if (!shape) return;
    compared++;
    const model = inferenceModel(spec, new Float32Array(parameterCount(spec)).fill(0.1));
    const { logits } = await withSession(model, (session) => session.run(feedsOf(spec)));
    expect(logits!.dims).toEqual(shape);
    expect(logits!.data.every(Number.isFinite)).toBe(true);
  });
  await fc.assert(property, { numRuns: 150, seed: 2 });
  expect(compared).toBeGreaterThan(40);
});
