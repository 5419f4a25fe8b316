import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { cutTime, longer, padTime } from './pad-time.js';
import { foldAhead, unfoldTime } from './unfold-time.js';

const of = (shape: Shape, build: (x: Value) => Value): Case => ({
  name: `${build} of [${shape}]`,
  inputs: [real(shape)],
  build: ([x]) => build(x!),
});

test('gradients of padding, cutting, unfolding and folding over time', async () => {
  const wide: Shape = [7, 'batch', 6];
  const free: Shape = ['time', 'batch', 6];
  await checkGradients([
    ...[
      [0, 0],
      [1, 0],
      [0, 2],
      [2, 3],
    ].flatMap(([before, after]) => [
      of(wide, (x) => padTime(x, before!, after!)),
      of(free, (x) => padTime(x, before!, after!)),
      of(wide, (x) => cutTime(x, before!, after!)),
      of(free, (x) => cutTime(padTime(x, 3, 3), before!, after!)),
    ]),
    ...[
      [1, 1],
      [2, 1],
      [3, 1],
      [3, 2],
      [2, 5],
    ].flatMap(([size, dilation]) => [
      of(wide, (x) => unfoldTime(x, size!, dilation!)),
      of([7, 'batch', 6 * size!], (x) => foldAhead(x, size!, dilation!)),
    ]),
    of(free, (x) => unfoldTime(x, 3, 1)),
    of(free, (x) => foldAhead(x, 2, 2)),
  ]);
});

test('what they give', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['time', 1, 2]);
  graph.output('padded', padTime(x, 1, 2));
  graph.output('cut', cutTime(x, 1, 2));
  graph.output('unfolded', unfoldTime(x, 2, 2));
  graph.output('folded', foldAhead(x, 2, 1));
  await withSession(graph, async (session) => {
    const data = [1, 2, 3, 4, 5, 6, 7, 8];
    const results = await session.run({ x: { type: 'float32', dims: [4, 1, 2], data } });
    expect(results.padded).toEqual({ dims: [7, 1, 2], data: [0, 0, ...data, 0, 0, 0, 0] });
    expect(results.cut).toEqual({ dims: [1, 1, 2], data: [3, 4] });
    expect(results.unfolded).toEqual({ dims: [2, 1, 4], data: [1, 2, 5, 6, 3, 4, 7, 8] });
    expect(results.folded).toEqual({ dims: [3, 1, 1], data: [1 + 4, 3 + 6, 5 + 8] });
  });
});

test('a size that is made longer and shorter again has its name again', () => {
  expect(longer(4, -3)).toBe(1);
  expect(longer('steps', 2)).toBe('steps+2');
  expect(longer(longer('steps', 2), -2)).toBe('steps');
  expect(longer(longer('steps', 2), -5)).toBe('steps-3');
  expect(longer('steps', 0)).toBe('steps');
});
