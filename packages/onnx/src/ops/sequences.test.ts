import { expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../../test/check-gradients.js';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { argMax, cast, equal, less, sign } from './comparison.js';
import { indices, oneHot, zeros } from './creation.js';
import { lastStep, maskTime, maxOverTime, meanOverTime, reverseSequence, timeMask } from './sequences.js';

const withLengths = (op: typeof lastStep, lengths: number[]): Case => ({
  name: `${op.name} with lengths ${lengths}`,
  inputs: [real(['time', 'batch', 2])],
  given: [whole(['batch'], lengths)],
  build: ([sequence], [at]) => op(sequence!, at!),
});

test('gradients of what reads the valid steps, for lengths 0, 1 and full', async () => {
  const lengths = [
    [0, 0],
    [0, 3],
    [1, 2],
    [3, 3],
  ];
  await checkGradients(
    [lastStep, reverseSequence, meanOverTime, maxOverTime, maskTime].flatMap((op) =>
      lengths.map((list) => withLengths(op, list)),
    ),
  );
});

test('what operators on sequences and whole numbers give', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['time', 'batch', 2]);
  const lengths = graph.input('lengths', 'int32', ['batch']);
  graph.output('last', lastStep(x, lengths));
  graph.output('mean', meanOverTime(x, lengths));
  graph.output('largest', maxOverTime(x, lengths));
  graph.output('masked', maskTime(x, lengths));
  graph.output('reversed', reverseSequence(x, lengths));
  graph.output('mask', timeMask(x, lengths));
  graph.output('indices', indices(x, 0));
  graph.output('zeros', zeros('float32', x, 1, 3));
  graph.output('hot', oneHot(lengths, 4, 'float32'));
  graph.output('max', argMax(x));
  graph.output('sign', sign(x));
  graph.output('equal', cast(equal(lengths, 3), 'float32'));
  graph.output('less', cast(less(lengths, 3), 'float32'));
  const feeds: Record<string, Tensor> = {
    x: {
      type: 'float32',
      dims: [3, 3, 2],
      data: [1, -2, 3, 4, 5, 6, 7, 7, 9, 10, 11, 12, 13, 14, 15, 0, 17, 18],
    },
    lengths: { type: 'int32', dims: [3], data: [0, 1, 3] },
  };
  await withSession(graph, async (session) => {
    const results = await session.run(feeds);
    const data = (name: string) => results[name]!.data.map((entry) => entry + 0);
    expect(data('last')).toEqual([0, 0, 3, 4, 17, 18]);
    expect(data('mean')).toEqual([0, 0, 3, 4, 11, 12]);
    expect(data('largest')).toEqual([0, 0, 3, 4, 17, 18]);
    expect(data('masked')).toEqual([0, 0, 3, 4, 5, 6, 0, 0, 0, 0, 11, 12, 0, 0, 0, 0, 17, 18]);
    expect(data('reversed')).toEqual([1, -2, 3, 4, 17, 18, 7, 7, 9, 10, 11, 12, 13, 14, 15, 0, 5, 6]);
    expect(data('mask')).toEqual([0, 1, 1, 0, 0, 1, 0, 0, 1]);
    expect(data('indices')).toEqual([0, 1, 2]);
    expect(results.zeros).toEqual({ dims: [3, 3], data: Array(9).fill(0) });
    expect(data('hot')).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    expect(data('max')).toEqual([0, 1, 1, 0, 1, 1, 1, 0, 1]);
    expect(data('sign')).toEqual([1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1]);
    expect(data('equal')).toEqual([0, 0, 1]);
    expect(data('less')).toEqual([1, 1, 0]);
  });
});
