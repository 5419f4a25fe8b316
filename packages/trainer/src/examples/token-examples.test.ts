import { expect, test } from 'vitest';
import { TrainingError } from '../error.js';
import { tokenExamples } from './token-examples.js';

test('pads ids with zeros to the steps asked for, with their lengths', () => {
  const examples = tokenExamples({ ids: [[1, 2, 3], Int32Array.of(4), []], targets: [0, 1, 2] });
  expect(examples.length).toBe(3);
  expect([0, 1, 2].map((k) => examples.steps(k))).toEqual([3, 1, 0]);
  expect(examples.batch([2, 0, 1], 4)).toEqual({
    ids: Int32Array.of(0, 0, 0, 0, 1, 2, 3, 0, 4, 0, 0, 0),
    lengths: Int32Array.of(0, 3, 1),
    targets: Int32Array.of(2, 0, 1),
  });
});

test('targets for each step are padded like ids', () => {
  const examples = tokenExamples({ ids: [[1, 2], [3]], targets: [Int32Array.of(5, 6), [7]] });
  expect(examples.batch(Uint32Array.of(1, 0), 3).targets).toEqual(Int32Array.of(7, 0, 0, 5, 6, 0));
});

test('an example may occur twice in a batch, or none at all', () => {
  const examples = tokenExamples({ ids: [[1]], targets: Uint8Array.of(1) });
  expect(examples.batch([0, 0], 1).ids).toEqual(Int32Array.of(1, 1));
  expect(examples.batch([], 1).ids).toHaveLength(0);
});

test('no examples are no error', () => {
  expect(tokenExamples({ ids: [], targets: [] }).length).toBe(0);
});

test.each<[string, Parameters<typeof tokenExamples>[0]]>([
  ['Every example needs a target: received 2 examples and 1 targets.', { ids: [[1], [2]], targets: [0] }],
  ['Example 1 has 2 steps but 1 targets.', { ids: [[1], [2, 3]], targets: [[0], [1]] }],
  [
    'Example 0 has no steps, so that there is nothing to predict: leave it out.',
    { ids: [[]], targets: [[]] },
  ],
  ['Example 0 has the target -1, expected a whole number from 0.', { ids: [[1]], targets: [-1] }],
  ['Example 0 has the target NaN, expected a whole number from 0.', { ids: [[1]], targets: [[Number.NaN]] }],
  ['Example 1 has the id 0.5, expected a whole number from 0.', { ids: [[1], [0.5]], targets: [0, 0] }],
  [
    'Example 1 has one target, unlike example 0.',
    { ids: [[1], [2]], targets: [[0], 0] as unknown as number[] },
  ],
])('%s', (message, options) => {
  expect(() => tokenExamples(options)).toThrow(new TrainingError(message));
});

test('a batch that is too short for an example is refused, so that none runs over into the next', () => {
  const examples = tokenExamples({ ids: [[1, 2, 3]], targets: [0] });
  expect(() => examples.batch([0], 2)).toThrow('Row 0 has 3 steps, which do not fit into 2.');
});
