import { type LayerSpec, type ModelSpec, resolveModel } from '@rnnlab/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchOf, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { relu } from '../ops/activations.js';
import { convolve } from '../ops/convolution.js';
import { pool } from '../ops/pooling.js';
import { blockSizeProbe } from '../programs/block-size.js';
import { trainingProgram } from '../programs/training.js';
import { useBlockedLayout } from './blocked-layout.js';
import { prune } from './prune.js';

/** Channels that this machine's blocked convolutions keep side by side; undefined if it has none. */
async function machineBlockSize(): Promise<number | undefined> {
  const { model, x, dims, sizeOf } = blockSizeProbe();
  const feeds = { x: { type: 'float32', dims, data: Array.from(x) } as const };
  return withSession(model, async (session) => sizeOf((await session.run(feeds)).order!.data)).catch(
    () => undefined,
  );
}

const blockSize = await machineBlockSize();

test('the size of a block is read off the order of channels and pixels', () => {
  const { x, dims, sizeOf } = blockSizeProbe();
  const [, channels, , pixels] = dims as [number, number, number, number];
  const inBlocksOf = (block: number) =>
    Array.from({ length: channels * pixels }, (_, k) => {
      const [group, rest] = [Math.floor(k / (block * pixels)), k % (block * pixels)];
      return x[(group * block + (rest % block)) * pixels + Math.floor(rest / block)]!;
    });
  expect([8, 16, 32].map((block) => sizeOf(inBlocksOf(block)))).toEqual([8, 16, 32]);
  expect(sizeOf(x)).toBeUndefined();
});

const drawn = <T>(arbitrary: fc.Arbitrary<T>, seed: number, numRuns = 14): T[] =>
  fc.sample(arbitrary, { seed, numRuns });
const integer = (min: number, max: number) => fc.integer({ min, max });
const some = <T>(...values: T[]) => fc.constantFrom(...values);

const reluLayer: LayerSpec = { type: 'activation', function: 'relu' };
const padding = some('valid' as const, 'same' as const);
const activation = some<LayerSpec[]>([], [reluLayer], [{ type: 'activation', function: 'tanh' }]);
const size = some(1, 2, 3, 5);
// Fewer channels than a block, a whole number of fours or not, and more than one block.
const units = some(3, 4, 10, 16, 20, 33);
const convolution = fc.record({
  filters: units,
  kernelSize: size,
  padding,
  stride: some(1, 1, 2),
  dilation: some(1, 1, 2),
});
const poolLayer = fc.record({
  type: some('max-pool' as const, 'average-pool' as const),
  poolSize: integer(1, 3),
  stride: integer(1, 3),
  padding,
});
const sideBySide = some(1, 2, 3).map((size) => ({ type: 'max-pool' as const, poolSize: size, stride: size }));
const stage = (type: 'conv1d' | 'conv2d') =>
  fc
    .tuple(convolution, activation, fc.oneof(fc.constant(undefined), poolLayer, sideBySide))
    .map(([options, between, last]): LayerSpec[] => [
      { type, ...options } as LayerSpec,
      ...between,
      ...(last ? [last as LayerSpec] : []),
    ]);

const classifier = (input: ModelSpec['input'], layers: LayerSpec[]): ModelSpec => ({
  input,
  layers: [...layers, { type: 'flatten' }, { type: 'dense', units: 3 }],
});

const images = fc
  .record({ channels: some(1, 3, 20), height: integer(7, 13), width: integer(7, 13) })
  .chain((shape) =>
    fc
      .array(stage('conv2d'), { minLength: 1, maxLength: 2 })
      .map((stages) => classifier({ type: 'image', ...shape }, stages.flat())),
  );
const sequences = fc
  .record({ features: some(1, 5, 20), steps: integer(8, 12) })
  .chain((shape) =>
    fc
      .array(stage('conv1d'), { minLength: 1, maxLength: 2 })
      .map((stages) => classifier({ type: 'sequence', ...shape }, stages.flat())),
  );

const fits = (spec: ModelSpec): boolean => {
  try {
    resolveModel(spec);
    return true;
  } catch {
    return false;
  }
};

/** Losses and parameters after two steps, from both kinds of program. */
async function compare(spec: ModelSpec, examples: number): Promise<void> {
  const input = spec.input as { steps?: number };
  const lengths = Array.from({ length: examples }, (_, k) => (k * 5) % ((input.steps ?? 1) + 1));
  const batches = [1, 2].map((seed) => batchOf(spec, lengths, { seed }));
  const weights = weightsOf(spec, 7);
  const runs = [undefined, blockSize].map(async (size) => {
    const program = trainingProgram(spec, { type: 'sgd' }, { blockSize: size });
    expect(program.usesBlockedLayout).toBe(size !== undefined);
    return withSession(program.model, (session) =>
      train(session, program, firstState(program, weights), batches, { learningRate: 0.1 }),
    );
  });
  const [plain, inBlocks] = await Promise.all(runs);
  const { losses } = plain!.results;
  inBlocks!.results.losses!.data.forEach((loss, k) => {
    expect(loss).toBeCloseTo(losses!.data[k]!, 3);
  });
  const moved = plain!.state[0]!.map((value, k) => value - weights[k]!);
  const largest = moved.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(0);
  inBlocks!.state[0]!.forEach((value, k) => {
    expect(Math.abs(value - plain!.state[0]![k]!) / largest, `entry ${k}`).toBeLessThan(1e-3);
  });
}

const name = (spec: ModelSpec) => JSON.stringify(spec.layers.slice(0, -2)).replaceAll('"', '');

test.skipIf(!blockSize).each(drawn(images.filter(fits), 3).map((spec) => [name(spec), spec] as const))(
  'images train the same in blocks: %s',
  async (_, spec) => {
    for (const examples of [1, 16, 19]) await compare(spec, examples);
  },
);

test.skipIf(!blockSize).each(drawn(sequences.filter(fits), 4).map((spec) => [name(spec), spec] as const))(
  'sequences train the same in blocks: %s',
  async (_, spec) => {
    for (const examples of [2, 32, 33]) await compare(spec, examples);
  },
);

test.skipIf(!blockSize)('equal largest entries get their adjoint in the same order', async () => {
  const spec = classifier({ type: 'image', channels: 1, height: 8, width: 8 }, [
    { type: 'conv2d', filters: 4, kernelSize: 3 },
    { type: 'max-pool', poolSize: 2 },
    { type: 'conv2d', filters: 20, kernelSize: 1 },
    reluLayer,
    { type: 'max-pool', poolSize: 3 },
  ]);
  const batch = batchOf(spec, Array<number>(16).fill(1));
  const { pixels } = batch.tensors;
  // Blank images: all windows are ties.
  batch.tensors.pixels = { ...pixels!, data: pixels!.data.map((_, k) => Math.floor(k / 64) / 16) };
  const weights = weightsOf(spec, 2);
  const [plain, inBlocks] = await Promise.all(
    [undefined, blockSize].map((size) => {
      const program = trainingProgram(spec, { type: 'sgd' }, { blockSize: size });
      return withSession(program.model, (session) =>
        train(session, program, firstState(program, weights), [batch], { learningRate: 1 }),
      );
    }),
  );
  inBlocks!.state[0]!.forEach((value, k) => {
    expect(value).toBeCloseTo(plain!.state[0]![k]!, 4);
  });
});

test('images stay in blocks from one operator to the next', () => {
  const graph = new Graph();
  const window = { size: 3, stride: 1, dilation: 1, padding: [1, 1] } as const;
  const tile = { size: 2, stride: 2, dilation: 1, padding: [0, 0] } as const;
  const weights = (k: number) =>
    [
      graph.input(`kernel_${k}`, 'float32', [16, 16, 3, 3]),
      graph.input(`bias_${k}`, 'float32', [16]),
    ] as const;
  const x = relu(graph.input('x', 'float32', ['batch', 16, 8, 8]));
  const y = pool(relu(convolve(x, ...weights(0), [window, window])), 'max', [tile, tile]);
  const z = convolve(y, ...weights(1), [window, window]);
  expect(useBlockedLayout(graph, 8)).toBe(true);
  graph.output('z', z);
  prune(graph);
  const types = graph.nodes.map(({ op }) => `${op.domain ? 'blocked ' : ''}${op.type}`);
  expect(types.filter((type) => /Reorder|Conv|MaxPool|Relu/.test(type))).toEqual([
    'Relu',
    'blocked ReorderInput',
    'blocked Conv',
    'blocked MaxPool',
    'Relu',
    'blocked Conv',
    'blocked ReorderOutput',
  ]);
});

test('a graph without convolutions stays as it is', () => {
  const graph = new Graph();
  const y = relu(graph.input('x', 'float32', ['batch', 16]));
  expect(useBlockedLayout(graph, 8)).toBe(false);
  expect(graph.nodes).toEqual([y.node]);
});
