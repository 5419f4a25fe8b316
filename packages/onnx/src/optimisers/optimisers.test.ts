import { SpecError } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import { type OptimiserSpec, optimiserNames, optimiserOf } from './index.js';
import { chain } from './transform.js';

const parsed = (spec: unknown) => () => optimiserOf(spec as OptimiserSpec);

test('optimisers are named, and remember as many vectors as they need', () => {
  expect(optimiserNames).toEqual(['adam', 'sgd']);
  expect(optimiserOf({ type: 'sgd' }).slots).toBe(0);
  expect(optimiserOf({ type: 'sgd', momentum: 0.9 }).slots).toBe(1);
  expect(optimiserOf({ type: 'adam', clipNorm: 1 }).slots).toBe(2);
});

describe('a bad optimiser is refused', () => {
  test.each([
    [{ type: 'adamm' }, 'Unknown optimiser "adamm"; the nearest is "adam".'],
    [{ type: 'toString' }, 'Unknown optimiser "toString"; expected one of adam, sgd.'],
    [{}, 'Unknown optimiser undefined; expected one of adam, sgd.'],
    [
      { type: 'sgd', momentun: 0.9 },
      'The optimiser (sgd) has no option "momentun"; the nearest is "momentum".',
    ],
    [
      { type: 'sgd', clipnorm: 1 },
      'The optimiser (sgd) has no option "clipnorm"; the nearest is "clipNorm".',
    ],
    [
      { type: 'sgd', beta1: 0.9 },
      'The optimiser (sgd) has no option "beta1"; expected one of momentum, clipNorm.',
    ],
    [
      { type: 'sgd', momentum: 1 },
      'The optimiser (sgd): momentum must be a number from 0 up to, but not including, 1, received 1.',
    ],
    [{ type: 'adam', epsilon: 0 }, 'The optimiser (adam): epsilon must be a number above 0, received 0.'],
    [{ type: 'adam', clipNorm: 0 }, 'The optimiser (adam): clipNorm must be a number above 0, received 0.'],
    [
      { type: 'adam', clipNorm: Number.NaN },
      'The optimiser (adam): clipNorm must be a number above 0, received NaN.',
    ],
  ])('%j', (spec, message) => {
    expect(parsed(spec)).toThrow(SpecError);
    expect(parsed(spec)).toThrow(message);
  });
});

test("Adam's scalars correct the bias of its means", () => {
  const { scalars } = optimiserOf({ type: 'adam', epsilon: 1e-4 });
  const first = Object.values(scalars!({ step: 0, learningRate: 0.1 }));
  expect(first[0]).toBeCloseTo(Math.sqrt(0.001) / 0.1, 12);
  expect(first[1]).toBeCloseTo(1e-4 * Math.sqrt(0.001), 12);
  expect(first[2]).toBe(-0.1);
  const late = Object.values(scalars!({ step: 1e6, learningRate: 0.1 }));
  expect(late[0]).toBeCloseTo(1, 12);
});

test('clipping scales a long vector to the limit, and leaves a short one and zeros alone', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [3]);
  const scalars = {};
  const { update } = chain(clipByGlobalNorm(2)).apply(x, { parameters: x, slots: [], scalars });
  graph.output('clipped', update);
  await withSession(graph, async (session) => {
    const clip = async (data: number[]) => {
      const feeds: Record<string, Tensor> = { x: { type: 'float64', dims: [3], data } };
      return (await session.run(feeds)).clipped!.data;
    };
    expect(Math.hypot(...(await clip([3, 0, 4])))).toBeCloseTo(2, 12);
    expect(await clip([1, 1, 1])).toEqual([1, 1, 1]);
    expect(await clip([0, 0, 0])).toEqual([0, 0, 0]);
  });
});
