import { expect, test } from 'vitest';
import { disagreement } from './measure.js';

test('losses within a ten-thousandth agree', () => {
  expect(disagreement('names', [2, 1], 'on the CPU', [2.0001, 0.99995])).toEqual([]);
});

test('the first step that is apart is named with both losses', () => {
  expect(disagreement('names', [2, 1, 3], 'on the CPU', [2, 1.001, 9])).toEqual([
    'names: the loss of step 2 is 1.00000 on CUDA and 1.00100 on the CPU, more than 0.0001 apart.',
  ]);
});

test('a loss that is not a number or missing does not agree', () => {
  expect(disagreement('names', [Number.NaN], 'on the CPU', [1])).toHaveLength(1);
  expect(disagreement('names', [1, 1], 'in PyTorch', [1])).toHaveLength(1);
});
