import { type ModelSpec, parametersOf, SpecError, sequenceClassifier } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import { splitSizes } from '../ops/slicing.js';
import { trainingProgram } from '../programs/training.js';
import { chain } from './combine.js';
import { type OptimizerSpec, optimizerOf, optimizers } from './optimizers.js';
import { clipByGlobalNorm, clipByNorm, clipByValue } from './transforms.js';

const parsed = (spec: unknown) => () => optimizerOf(spec as OptimizerSpec);

test('optimizers are named, and remember as many vectors as they need', () => {
  expect(Object.keys(optimizers)).toEqual(['adagrad', 'adam', 'adamw', 'rmsprop', 'sgd']);
  expect(optimizerOf({ type: 'adagrad' }).slots).toBe(1);
  expect(optimizerOf({ type: 'rmsprop', l2: 0.1 }).slots).toBe(1);
  expect(optimizerOf({ type: 'adamw', gradientAccumulationSteps: 4 }).slots).toBe(3);
  expect(optimizerOf({ type: 'sgd' }).slots).toBe(0);
  expect(optimizerOf({ type: 'sgd', momentum: 0.9 }).slots).toBe(1);
  expect(optimizerOf({ type: 'adam', clipNorm: 1 }).slots).toBe(2);
});

describe('a bad optimizer is refused', () => {
  test.each([
    [{ type: 'adamm' }, 'There is no optimizer "adamm"; the nearest is "adam".'],
    [
      { type: 'toString' },
      'There is no optimizer "toString"; expected one of adagrad, adam, adamw, rmsprop, sgd.',
    ],
    [{}, 'There is no optimizer undefined; expected one of adagrad, adam, adamw, rmsprop, sgd.'],
    [
      { type: 'sgd', momentun: 0.9 },
      'The optimizer (sgd) has no option "momentun"; the nearest is "momentum".',
    ],
    [
      { type: 'sgd', clipnorm: 1 },
      'The optimizer (sgd) has no option "clipnorm"; the nearest is "clipNorm".',
    ],
    [
      { type: 'sgd', beta1: 0.9 },
      'The optimizer (sgd) has no option "beta1"; expected one of momentum, nesterov, clipValue, clipNorm, globalClipNorm, l2, gradientAccumulationSteps.',
    ],
    [
      { type: 'sgd', momentum: 1 },
      'The optimizer (sgd): momentum must be a number from 0 up to, but not including, 1, received 1.',
    ],
    [
      { type: 'sgd', gradientAccumulationSteps: 0.5 },
      'The optimizer (sgd): gradientAccumulationSteps must be a whole number of at least 1, received 0.5.',
    ],
    [{ type: 'adam', epsilon: 0 }, 'The optimizer (adam): epsilon must be a number above 0, received 0.'],
    [{ type: 'adam', clipNorm: 0 }, 'The optimizer (adam): clipNorm must be a number above 0, received 0.'],
    [
      { type: 'adam', clipNorm: Number.NaN },
      'The optimizer (adam): clipNorm must be a number above 0, received NaN.',
    ],
  ])('%j', (spec, message) => {
    expect(parsed(spec)).toThrow(SpecError);
    expect(parsed(spec)).toThrow(message);
  });
});

test("Adam's scalars correct the bias of its means", () => {
  const { scalars } = optimizerOf({ type: 'adam', epsilon: 1e-4 });
  const first = Object.values(scalars!({ step: 0, learningRate: 0.1 }));
  // M = g and V = g² after the first gradient: a step of the learning rate.
  expect(first[0]).toBeCloseTo(1, 12);
  expect(first[1]).toBeCloseTo(1e-4, 12);
  expect(first[2]).toBe(-0.1);
  // In the long run M is 10 and V 1000 times the mean.
  const late = Object.values(scalars!({ step: 1e6, learningRate: 0.1 }));
  expect(late[0]).toBeCloseTo(0.1 / Math.sqrt(0.001), 12);
  expect(late[1]).toBeCloseTo(1e-4 / Math.sqrt(0.001), 12);
});

test('clipping leaves a short vector and zeros alone, and cuts a long one by its rule', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [4]);
  const rules = {
    global: chain(clipByGlobalNorm(2)),
    each: clipByNorm(2),
    value: clipByValue(2),
  };
  for (const [name, transform] of Object.entries(rules)) {
    const splitParameters = (vector: Value) => splitSizes(vector, [1, 3]);
    const context = { parameters: x, slots: [], scalars: {}, kernelMask: () => x, splitParameters };
    graph.output(name, transform.apply(x, context).update);
  }
  await withSession(graph, async (session) => {
    const clip = async (data: number[]) => {
      const feeds: Record<string, Tensor> = { x: { type: 'float64', dims: [4], data } };
      const results = await session.run(feeds);
      return [results.global!.data, results.each!.data, results.value!.data] as const;
    };
    const close = (actual: number[], expected: number[]) =>
      actual.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 12);
      });
    const [global, each, value] = await clip([-3, 0, 4, 0]);
    close(global, [-1.2, 0, 1.6, 0]);
    close(each, [-2, 0, 2, 0]);
    close(value, [-2, 0, 2, 0]);
    for (const short of [
      [1, 1, 1, 0],
      [0, 0, 0, 0],
    ])
      for (const clipped of await clip(short)) expect(clipped).toEqual(short);
  });
});

const float = 'float64' as const;
const spec: ModelSpec = sequenceClassifier({ vocabulary: 5, classes: 3, cell: 'rnn', units: 3 });
const layout = parametersOf(spec);
const isKernel = layout.flatMap(({ size, shape }) => Array<boolean>(size).fill(shape.length > 1));
const batches = [1, 2, 3, 4, 5].map((seed) => batchOf(spec, [3, 2], { seed, float }));
const learningRate = 0.3;

/** The step of an optimizer on plain numbers: what is subtracted, times the learning rate, at update t from 1. */
type Reference = (gradient: number[], t: number, weights: number[]) => number[];

function adam(beta1: number, beta2: number, epsilon: number): Reference {
  let [m, v]: number[][] = [[], []];
  return (g, t) => {
    m = g.map((value, k) => beta1 * (m![k] ?? 0) + (1 - beta1) * value);
    v = g.map((value, k) => beta2 * (v![k] ?? 0) + (1 - beta2) * value ** 2);
    return g.map((_, k) => m![k]! / (1 - beta1 ** t) / (Math.sqrt(v![k]! / (1 - beta2 ** t)) + epsilon));
  };
}
function momentum(decay: number, nesterov = false): Reference {
  let velocity: number[] = [];
  return (g) => {
    velocity = g.map((value, k) => decay * (velocity[k] ?? 0) + value);
    return nesterov ? velocity.map((v, k) => g[k]! + decay * v) : velocity;
  };
}
/** A sum or a running mean of squares, whose root divides. */
function byRoot(keep: number, share: number, epsilon: number): Reference {
  let squares: number[] = [];
  return (g) => {
    squares = g.map((value, k) => keep * (squares[k] ?? 0) + share * value ** 2);
    return g.map((value, k) => value / (Math.sqrt(squares[k]!) + epsilon));
  };
}

const references: [OptimizerSpec, () => Reference][] = [
  [{ type: 'sgd' }, () => (g) => g],
  [{ type: 'sgd', momentum: 0.9 }, () => momentum(0.9)],
  [{ type: 'sgd', momentum: 0.8, nesterov: true }, () => momentum(0.8, true)],
  [{ type: 'rmsprop' }, () => byRoot(0.99, 0.01, 1e-8)],
  [{ type: 'rmsprop', decay: 0.7, epsilon: 1e-3 }, () => byRoot(0.7, 0.3, 1e-3)],
  [{ type: 'adagrad' }, () => byRoot(1, 1, 1e-10)],
  [{ type: 'adagrad', epsilon: 0.1 }, () => byRoot(1, 1, 0.1)],
  [{ type: 'adam' }, () => adam(0.9, 0.999, 1e-8)],
  [{ type: 'adam', beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }, () => adam(0.8, 0.95, 1e-3)],
  [
    { type: 'adamw', weightDecay: 0.2 },
    () => {
      const inner = adam(0.9, 0.999, 1e-8);
      return (g, t, w) => inner(g, t, w).map((step, k) => step + (isKernel[k] ? 0.2 * w[k]! : 0));
    },
  ],
];

/** What happens to a gradient before an optimizer, in this order. */
function prepare(
  g: number[],
  w: number[],
  { clipValue, clipNorm, globalClipNorm, l2 }: OptimizerSpec,
): number[] {
  const shorten = (vector: number[], limit: number) => {
    const norm = Math.hypot(...vector);
    return norm > limit ? vector.map((value) => (value * limit) / norm) : vector;
  };
  let result = g;
  if (clipValue) result = result.map((value) => Math.max(-clipValue, Math.min(clipValue, value)));
  if (clipNorm) {
    result = layout.flatMap(({ offset, size }) => shorten(result.slice(offset, offset + size), clipNorm));
  }
  if (globalClipNorm) result = shorten(result, globalClipNorm);
  if (l2) result = result.map((value, k) => value + (isKernel[k] ? l2 * w[k]! : 0));
  return result;
}

/** The mean of the gradients of some batches. */
async function gradientOf(weights: number[], own: Batch[]): Promise<number[]> {
  const plain = trainingProgram(spec, { type: 'sgd' }, { float });
  return withSession(plain.model, async (session) => {
    const mean = weights.map(() => 0);
    for (const batch of own) {
      const { state } = await train(session, plain, [weights], [batch], { float, learningRate: 1 });
      for (const k of mean.keys()) mean[k]! += (weights[k]! - state[0]![k]!) / own.length;
    }
    return mean;
  });
}

async function expectEquations(optimizer: OptimizerSpec, update: Reference): Promise<void> {
  let expected = weightsOf(spec);
  for (const [k, batch] of batches.entries()) {
    const gradient = prepare(await gradientOf(expected, [batch]), expected, optimizer);
    const step = update(gradient, k + 1, expected);
    expected = expected.map((weight, index) => weight - learningRate * step[index]!);
  }
  const program = trainingProgram(spec, optimizer, { float });
  const { state } = await withSession(program.model, (session) =>
    train(session, program, firstState(program, weightsOf(spec)), batches, { float, learningRate }),
  );
  // Constants such as a decay are doubles, so little is lost.
  expect(difference(state[0]!, expected)).toBeLessThan(1e-9);
}

describe('optimizers follow their equations', () => {
  test.each(references)('%j', (optimizer, reference) => expectEquations(optimizer, reference()));

  const preparations = [
    { clipValue: 0.01 },
    { clipNorm: 0.02 },
    { clipNorm: 100 },
    { globalClipNorm: 0.05 },
    { l2: 0.3 },
    { clipValue: 0.05, clipNorm: 0.1, globalClipNorm: 0.12, l2: 0.1 },
  ];
  test.each(preparations)('after %j', async (before) => {
    await expectEquations({ type: 'sgd', momentum: 0.5, ...before }, momentum(0.5));
    await expectEquations({ type: 'adam', epsilon: 1e-3, ...before }, adam(0.9, 0.999, 1e-3));
  });

  test('a learning rate may change from step to step', () => {
    const program = trainingProgram(spec, { type: 'sgd' });
    expect(program.scalars({ step: 0, learningRate: 0.5 })).toEqual([-0.5]);
    expect(program.scalars({ step: 7, learningRate: 0.25 })).toEqual([-0.25]);
  });
});

/** Some batches of equal counts as one. */
const joined = (parts: Batch[]): Batch => ({
  ...parts[0]!,
  examples: parts.reduce((sum, { examples }) => sum + examples, 0),
  tensors: Object.fromEntries(
    Object.entries(parts[0]!.tensors).map(([name, { type, dims }]) => {
      const data = parts.flatMap(({ tensors }) => tensors[name]!.data);
      return [name, { type, dims: [dims[0]! * parts.length, ...dims.slice(1)], data }];
    }),
  ),
});

test.each<OptimizerSpec>([
  { type: 'sgd' },
  { type: 'sgd', momentum: 0.9, nesterov: true },
  { type: 'adam', globalClipNorm: 0.1 },
  { type: 'adamw', l2: 0.1 },
])('batches whose gradients are accumulated are one larger batch: %j', async (optimizer) => {
  const micro = [1, 2, 3, 4, 5, 6].map((seed) => batchOf(spec, [3, 2], { seed, float }));
  const large = [joined(micro.slice(0, 3)), joined(micro.slice(3))];
  const accumulating = trainingProgram(spec, { ...optimizer, gradientAccumulationSteps: 3 }, { float });
  const direct = trainingProgram(spec, optimizer, { float });
  const expected = await withSession(direct.model, (session) =>
    train(session, direct, firstState(direct, weightsOf(spec)), large, { float, learningRate }),
  );
  await withSession(accumulating.model, async (session) => {
    const start = firstState(accumulating, weightsOf(spec));
    const { state } = await train(session, accumulating, start, micro, { float, learningRate });
    expect(difference(state[0]!, expected.state[0]!)).toBeLessThan(1e-9);
    const early = await train(session, accumulating, start, micro.slice(0, 2), { float, learningRate });
    expect(early.state[0]).toEqual(start[0]);
  });
});
