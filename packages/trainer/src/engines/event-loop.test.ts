import { afterEach, expect, test, vi } from 'vitest';
import { breather, inOrder } from './event-loop.js';

afterEach(() => vi.unstubAllGlobals());

test.each(['setImmediate', 'MessageChannel'])(
  'timers have their turn in the midst of long work, by %s',
  async (by) => {
    if (by === 'MessageChannel') vi.stubGlobal('setImmediate', undefined);
    let fired = false;
    setTimeout(() => {
      fired = true;
    });
    const rest = breather();
    const began = performance.now();
    while (!fired && performance.now() - began < 5000) await rest();
    expect(fired).toBe(true);
  },
);

test('a quick action waits for the slow one before it, and runs if that fails', async () => {
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
