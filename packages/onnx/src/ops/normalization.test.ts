import { type ModelSpec, parametersOf } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../../test/check-gradients.js';
import { type Batch, batchOf, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import type { OptimizerSpec } from '../optimizers/optimizers.js';
import { evaluationProgram } from '../programs/evaluation.js';
import { trainingProgram } from '../programs/training.js';
import { layerNorm, normalizeBy, normalizeByBatch } from './normalization.js';

test('the gradient of layer normalization', async () => {
  const shapes: Shape[] = [
    [2, 5],
    ['batch', 3],
    ['time', 'batch', 4],
    [3, 2],
    [1, 7],
  ];
  await checkGradients(
    shapes.map((shape) => ({
      name: `[${shape}]`,
      inputs: [real(shape), real(shape.slice(-1)), real(shape.slice(-1))],
      build: ([x, gamma, beta]) => layerNorm(x!, gamma!, beta!, 1e-2),
    })),
  );
  // A single feature is always its own mean.
  await checkGradients([
    {
      name: 'one feature',
      inputs: [real([3, 1]), real([1]), real([1])],
      build: ([x, gamma, beta]) => layerNorm(x!, gamma!, beta!, 1e-5),
    },
  ]);
});

test('a vector gets mean 0 and variance 1, then gamma and beta', async () => {
  const graph = new Graph();
  const vector = (name: string) => graph.input(name, 'float64', [4]);
  graph.output('y', layerNorm(graph.input('x', 'float64', [1, 4]), vector('gamma'), vector('beta'), 1e-12));
  const feed = (data: number[], dims = [4]) => ({ type: 'float64' as const, dims, data });
  await withSession(graph, async (session) => {
    const { y } = await session.run({
      x: feed([1, 3, 5, 7], [1, 4]),
      gamma: feed([1, 1, 2, 1]),
      beta: feed([0, 0, 0, 10]),
    });
    const unit = 1 / Math.sqrt(5);
    [-3 * unit, -unit, 2 * unit, 3 * unit + 10].forEach((expected, k) => {
      expect(y!.data[k]).toBeCloseTo(expected, 9);
    });
  });
});

const float = 'float64' as const;
const positive = { from: 0.5, to: 2 };

test('gradients of batch normalization, by the batch and by running averages', async () => {
  const shapes = {
    vector: [5, 3],
    sequence: ['time', 'batch', 3],
    image: [2, 3, 4, 3],
  } as const;
  const cases = Object.entries(shapes).flatMap(([kind, shape]): Case[] => {
    const common = { kind: kind as keyof typeof shapes, momentum: 0.9, epsilon: 1e-3 };
    const given = [real([3]), real([3], positive), whole(['batch'], [3, 1])];
    const options = ([x, gamma, beta]: Value[], [mean, variance, lengths]: Value[]) =>
      ({
        ...common,
        x: x!,
        gamma: gamma!,
        beta: beta!,
        mean: mean!,
        variance: variance!,
        lengths,
      }) as const;
    const inputs = [real([...shape]), real([3]), real([3])];
    return [
      { name: kind, inputs, given, build: (a, b) => normalizeByBatch(options(a, b), () => {}) },
      {
        name: `${kind} by averages`,
        inputs,
        given,
        build: (a, b) => normalizeBy(options(a, b), b[0]!, b[1]!),
      },
    ];
  });
  await checkGradients(cases);
});

/** What each feature is normalized over. */
function columns(spec: ModelSpec, { tensors, steps }: Batch): number[][] {
  const { data, dims } = (tensors.features ?? tensors.pixels)!;
  const image = spec.input.type === 'image';
  const features = image ? dims[1]! : dims.at(-1)!;
  const result = Array.from({ length: features }, (): number[] => []);
  data.forEach((value, k) => {
    const feature = image ? Math.floor(k / (dims[2]! * dims[3]!)) % features : k % features;
    const row = Math.floor(k / features);
    const length = tensors.lengths?.data[Math.floor(row / steps)] ?? Number.POSITIVE_INFINITY;
    if (image || row % steps < length || spec.input.type === 'vector') result[feature]!.push(value);
  });
  return result;
}

const after = { type: 'dense', units: 2 } as const;
const models: [string, ModelSpec, number[]][] = [
  [
    'vectors',
    { input: { type: 'vector', features: 3 }, layers: [{ type: 'batch-norm', momentum: 0.8 }, after] },
    [1, 1, 1, 1],
  ],
  [
    'sequences',
    {
      input: { type: 'sequence', features: 3 },
      layers: [{ type: 'batch-norm', momentum: 0.8 }, { type: 'last' }, after],
    },
    [4, 0, 1],
  ],
  [
    'images',
    {
      input: { type: 'image', channels: 3, height: 2, width: 3 },
      layers: [{ type: 'batch-norm', momentum: 0.8 }, { type: 'flatten' }, after],
    },
    [1, 1],
  ],
];
const optimizers: OptimizerSpec[] = [
  { type: 'sgd', momentum: 0.9, l2: 0.1 },
  { type: 'adamw', weightDecay: 0.3, globalClipNorm: 0.1 },
];

test.each(models)(
  'running averages of %s follow their rule under any optimizer',
  async (_, spec, lengths) => {
    const batches = [1, 2, 3].map((seed) => batchOf(spec, lengths, { seed, float }));
    const { offset } = parametersOf(spec).find(({ name }) => name === '0.batch-norm.mean')!;
    for (const optimizer of optimizers) {
      const program = trainingProgram(spec, optimizer, { float });
      const weights = weightsOf(spec);
      const averages = weights.slice(offset, offset + 6);
      for (const batch of batches) {
        columns(spec, batch).forEach((column, feature) => {
          const mean = column.reduce((a, b) => a + b) / column.length;
          const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / (column.length - 1);
          averages[feature] = 0.8 * averages[feature]! + 0.2 * mean;
          averages[3 + feature] = 0.8 * averages[3 + feature]! + 0.2 * variance;
        });
      }
      const { state } = await withSession(program.model, (session) =>
        train(session, program, firstState(program, weights), batches, { float }),
      );
      averages.forEach((expected, k) => {
        expect(state[0]![offset + k]).toBeCloseTo(expected, 12);
      });
      // What is trained moves too.
      expect(state[0]![0]).not.toBe(weights[0]);
      // The optimizer has seen no gradient of them.
      for (const slot of state.slice(1)) expect(slot.slice(offset, offset + 6)).toEqual(Array(6).fill(0));
    }
  },
);

test('evaluation normalizes by the running averages, one example at a time or many', async () => {
  const [, spec] = models[0]!;
  const weights = [1, 2, 3, 0.5, 0, -1, 0.1, 0.2, 0.3, 4, 1, 0.25, 1, 0, 0, 1, 1, 1, 0, 0];
  const data = [1, 2, 3, -1, 0.5, 0.25];
  await withSession(evaluationProgram(spec, { float }).model, async (session) => {
    const { outputs } = await session.run({
      parameters: { type: float, dims: [20], data: weights },
      features: { type: float, dims: [2, 3], data },
      targets: { type: 'int32', dims: [2], data: [0, 1] },
    });
    const normal = data.map((x, k) => {
      const f = k % 3;
      return ((x - weights[6 + f]!) / Math.sqrt(weights[9 + f]! + 1e-5)) * weights[f]! + weights[3 + f]!;
    });
    [0, 1].forEach((example) => {
      const [a, b, c] = normal.slice(3 * example) as [number, number, number];
      expect(outputs!.data[2 * example]).toBeCloseTo(a + c, 12);
      expect(outputs!.data[2 * example + 1]).toBeCloseTo(b + c, 12);
    });
  });
});

test('a batch of padding alone gives numbers', async () => {
  const [, spec] = models[1]!;
  const program = trainingProgram(spec, { type: 'sgd' });
  const { state } = await withSession(program.model, (session) =>
    train(session, program, [weightsOf(spec)], [batchOf(spec, [0, 0], { steps: 2 })]),
  );
  expect(state[0]!.every(Number.isFinite)).toBe(true);
});
