import { expect, test } from 'vitest';
import { checkGradients } from '../../test/check-gradients.js';
import { generator } from '../../test/random.js';
import { randomScan } from '../../test/random-scan.js';

test.each([
  { units: 4, seeds: 150, most: Number.POSITIVE_INFINITY },
  // Wide states have their derivatives computed in the loop.
  { units: 128, seeds: 60, most: 40 },
])('the gradient of a random step of $units units is right or refused, never wrong', async (options) => {
  const { units, seeds, most } = options;
  let right = 0;
  const refusals: string[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    try {
      await checkGradients([randomScan(generator(seed), units)], { most });
      right++;
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== 'GraphError') throw new Error(`Seed ${seed}: ${message}`);
      refusals.push(message);
    }
  }
  expect(right).toBeGreaterThan(0.8 * seeds);
  for (const message of refusals) expect(message).toMatch(/^(The gradient of a scan|Cannot multiply)/);
});
