import { expect, test } from 'vitest';
import { inOrder } from './in-order.js';

test('a quick action waits for the slow one before it, and goes on if that fails', async () => {
  const seen: string[] = [];
  const queue = inOrder();
  const slow = queue(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push('slow');
    throw new Error('too slow');
  });
  const quick = queue(async () => seen.push('quick'));
  await expect(slow).rejects.toThrow('too slow');
  expect(await quick).toBe(2);
  expect(seen).toEqual(['slow', 'quick']);
});
