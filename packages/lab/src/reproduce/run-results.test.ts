import type { StepRecord } from '@rnnlab/trainer';
import { expect, it } from 'vitest';
import { lossesOf } from './run-results.js';

const record = (step: number, trainLoss: number): StepRecord => ({
  step,
  epoch: 1,
  learningRate: 1,
  trainLoss,
  trainAccuracy: 0,
});

it('counts examples, and adds the few steps that an epoch has left over to those before them', () => {
  const records = [record(50, 3), record(100, 2), record(102, 28), record(152, 1), record(202, 0.5)];
  expect(lossesOf(records, 10)).toEqual([
    { examples: 500, loss: 3 },
    { examples: 1020, loss: 3 },
    { examples: 1520, loss: 1 },
    { examples: 2020, loss: 0.5 },
  ]);
  expect(lossesOf([], 10)).toEqual([]);
});
