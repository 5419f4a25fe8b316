import { expect, test } from 'vitest';
import { checkGradients, real, whole } from '../../test/check-gradients.js';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

test('the gradient of cross-entropy, of one prediction or one for each step', async () => {
  await checkGradients([
    {
      name: 'a batch',
      inputs: [real(['batch', 4])],
      given: [whole(['batch'], [3, 0])],
      build: ([logits], [targets]) => softmaxCrossEntropy(logits!, targets!),
    },
    {
      name: 'steps',
      inputs: [real(['time', 'batch', 2])],
      given: [whole(['time', 'batch'], [0, 1, 1, 0, 1, 1])],
      build: ([logits], [targets]) => softmaxCrossEntropy(logits!, targets!),
    },
    {
      name: 'a single class',
      inputs: [real([3, 1])],
      given: [whole([3], [0, 0, 0])],
      build: ([logits], [targets]) => softmaxCrossEntropy(logits!, targets!),
    },
  ]);
});

test('large logits do not overflow', async () => {
  const graph = new Graph();
  const logits = graph.input('logits', 'float32', [2, 3]);
  graph.output('losses', softmaxCrossEntropy(logits, graph.input('targets', 'int32', [2])));
  const feeds: Record<string, Tensor> = {
    logits: { type: 'float32', dims: [2, 3], data: [1000, 0, -1000, 1000, 0, -1000] },
    targets: { type: 'int32', dims: [2], data: [0, 2] },
  };
  await withSession(graph, async (session) => {
    expect((await session.run(feeds)).losses!.data.map((loss) => loss + 0)).toEqual([0, 2000]);
  });
});

test('the number of classes must be known', () => {
  const graph = new Graph();
  const logits = graph.input('logits', 'float32', ['batch', 'classes']);
  expect(() => softmaxCrossEntropy(logits, graph.input('targets', 'int32', ['batch']))).toThrow(
    'Axis -1 of logits [batch, classes] must have a known size.',
  );
});
