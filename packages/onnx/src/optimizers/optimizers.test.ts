import { SpecError } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import { splitSizes } from '../ops/concat.js';
import { clipByGlobalNorm, clipByNorm } from './clip-by-norm.js';
import { clipByValue } from './clip-by-value.js';
import { type OptimizerSpec, optimizerNames, optimizerOf } from './index.js';
import { chain } from './transform.js';

const parsed = (spec: unknown) => () => optimizerOf(spec as OptimizerSpec);

test('optimizers are named, and remember as many vectors as they need', () => {
  expect(optimizerNames).toEqual(['adagrad', 'adam', 'adamw', 'rmsprop', 'sgd']);
  expect(optimizerOf({ type: 'adagrad' }).slots).toBe(1);
  expect(optimizerOf({ type: 'rmsprop', l2: 0.1 }).slots).toBe(1);
  expect(optimizerOf({ type: 'adamw', accumulate: 4 }).slots).toBe(3);
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
      'The optimizer (sgd) has no option "beta1"; expected one of momentum, nesterov, clipValue, clipNorm, clipGlobalNorm, l2, accumulate.',
    ],
    [
      { type: 'sgd', momentum: 1 },
      'The optimizer (sgd): momentum must be a number from 0 up to, but not including, 1, received 1.',
    ],
    [
      { type: 'sgd', accumulate: 0.5 },
      'The optimizer (sgd): accumulate must be a whole number of at least 1, received 0.5.',
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
    const parts = (vector: Value) => splitSizes(vector, [1, 3]);
    const context = { parameters: x, slots: [], scalars: {}, kernels: () => x, parts };
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
