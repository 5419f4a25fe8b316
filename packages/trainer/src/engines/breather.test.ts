import { expect, test } from 'vitest';
import { breather } from './breather.js';

test('timers have their turn in the midst of long work', async () => {
  let fired = false;
  setTimeout(() => {
    fired = true;
  });
  const rest = breather();
  const began = performance.now();
  while (!fired && performance.now() - began < 5000) await rest();
  expect(fired).toBe(true);
});
