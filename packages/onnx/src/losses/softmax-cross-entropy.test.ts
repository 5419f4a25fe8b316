import { expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../../test/check-gradients.js';
import { scoresOf } from '../../test/loss.js';
import { generator, integers } from '../../test/random.js';
import { Graph } from '../graph/graph.js';
import { type LossSpec, lossOf } from './index.js';

const type = 'softmax-cross-entropy';
const variants: LossSpec[] = [
  { type },
  { type, labelSmoothing: 0.1 },
  { type, classWeights: [1, 2, 0.5, 3] },
  { type, labelSmoothing: 0.3, classWeights: [0.1, 1, 1, 4] },
];

test('the gradient of cross-entropy, of one prediction or one for each step', async () => {
  const of = (spec: LossSpec, lead: string[], targets: number[], classes = 4): Case => ({
    name: `${JSON.stringify(spec)} [${lead}] of ${classes}`,
    inputs: [real([...lead, classes])],
    given: [whole(lead, targets)],
    build: ([logits], [target]) => lossOf(spec).score(logits!, target!).losses,
  });
  await checkGradients([
    ...variants.flatMap((spec) => [
      of(spec, ['batch'], [3, 0]),
      of(spec, ['time', 'batch'], [0, 1, 1, 0, 2, 3]),
    ]),
    of({ type }, ['batch'], [0, 0], 1),
    of({ type, labelSmoothing: 0.5 }, ['batch'], [1, 0], 2),
  ]);
});

test.each(variants)('%j is its definition', async (spec) => {
  const { labelSmoothing = 0, classWeights } = spec as Extract<LossSpec, { type: typeof type }>;
  const random = generator(4);
  const data = Array.from({ length: 24 }, () => 4 * random() - 2);
  const targets = integers(random, 6, 4);
  const { losses, weights, correct, decisions } = await scoresOf(
    spec,
    { dims: [3, 2, 4], data },
    { dims: [3, 2], data: targets },
  );
  expect(decisions).toBe(1);
  targets.forEach((target, k) => {
    const logits = data.slice(4 * k, 4 * k + 4);
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    const weight = classWeights?.[target] ?? 1;
    const loss = logits.reduce((sum, z, c) => {
      const q = labelSmoothing / 4 + (c === target ? 1 - labelSmoothing : 0);
      return sum - q * Math.log(Math.exp(z) / total);
    }, 0);
    expect(losses[k]).toBeCloseTo(weight * loss, 12);
    expect(correct[k]).toBe(Number(logits.indexOf(Math.max(...logits)) === target));
    if (classWeights) expect(weights![k]).toBe(weight);
  });
});

test('large logits do not overflow', async () => {
  const outputs = { dims: [2, 3], data: [1000, 0, -1000, 1000, 0, -1000] };
  const { losses } = await scoresOf({ type }, outputs, { dims: [2], data: [0, 2] }, 'float32');
  expect(losses.map((loss) => loss + 0)).toEqual([0, 2000]);
});

test('the number of classes must be known, and each must have a weight', () => {
  const graph = new Graph();
  const targets = graph.input('targets', 'int32', ['batch']);
  const logits = graph.input('logits', 'float32', ['batch', 'classes']);
  expect(() => lossOf({ type }).score(logits, targets)).toThrow(
    'Axis -1 of logits [batch, classes] must have a known size.',
  );
  expect(() =>
    lossOf({ type, classWeights: [1, 2] }).score(graph.input('three', 'float32', ['batch', 3]), targets),
  ).toThrow('The loss needs 3 class weights, received 2.');
});
