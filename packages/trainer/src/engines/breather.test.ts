import { afterEach, expect, test, vi } from 'vitest';
import { breather } from './breather.js';

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
