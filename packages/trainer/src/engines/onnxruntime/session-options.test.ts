import { expect, test } from 'vitest';
import { sessionOptions } from './session-options.js';

test('the CPU needs no provider to be named', () => {
  expect(sessionOptions({ threads: 3, device: 'cpu' })).toEqual(sessionOptions({ threads: 3 }));
  expect(sessionOptions({ threads: 3 })).not.toHaveProperty('executionProviders');
  expect(sessionOptions({ threads: 3 }).intraOpNumThreads).toBe(3);
});

test('CUDA is the only provider that is named, as naming the CPU would not let its use be forbidden', () => {
  expect(sessionOptions({ threads: 1, device: 'cuda' }).executionProviders).toEqual(['cuda']);
});
