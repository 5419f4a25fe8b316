import { expect, test } from 'vitest';
import { DivergenceError } from './errors.js';

test('a DivergenceError names the reason and the step, and suggests a remedy', () => {
  const error = new DivergenceError('The loss became NaN', 12, 0.3);
  expect(error).toMatchObject({ name: 'DivergenceError', step: 12, learningRate: 0.3 });
  expect(error.message).toBe(
    "The loss became NaN at step 12 with a learning rate of 0.3: try a learning rate of 0.03, or clip the gradient's norm to 1.",
  );
});
