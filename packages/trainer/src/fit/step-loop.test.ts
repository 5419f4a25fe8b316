import { expect, test } from 'vitest';
import { stepsPerCall } from './step-loop.js';

test('short steps share a call, long ones do not', () => {
  expect([0.2, 50, 75, 370, 4000].map(stepsPerCall)).toEqual([64, 20, 13, 3, 1]);
});
