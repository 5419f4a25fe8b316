import { expect, test } from 'vitest';
import { checkGradients } from '../../test/check-gradients.js';
import { generator } from '../../test/random.js';
import { randomScan } from '../../test/random-step.js';

test('the gradient of a random step is right or refused with a GraphError, never wrong', async () => {
  let right = 0;
  const refusals: string[] = [];
  for (let seed = 0; seed < 150; seed++) {
    try {
      await checkGradients([randomScan(generator(seed))]);
      right++;
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== 'GraphError') throw new Error(`Seed ${seed}: ${message}`);
      refusals.push(message);
    }
  }
  expect(right).toBeGreaterThan(120);
  for (const message of refusals) expect(message).toMatch(/^(The gradient of a scan|Cannot multiply)/);
}, 30_000);
