import { expect, test } from 'vitest';
import { padRows } from './padding.js';

test('sequences lie at the beginning of their rows, and the rest stays', () => {
  const into = new Int32Array(9).fill(-1);
  const lengths = padRows([[5, 6, 7], [], Int32Array.of(8)], 3, into);
  expect([...into]).toEqual([5, 6, 7, -1, -1, -1, 8, -1, -1]);
  expect([...lengths]).toEqual([3, 0, 1]);
});

test('a step may have several numbers', () => {
  const into = new Float32Array(2 * 2 * 3);
  const lengths = padRows([Float32Array.of(1, 2, 3), [4, 5, 6, 7, 8, 9]], 2, into, 3);
  expect([...into]).toEqual([1, 2, 3, 0, 0, 0, 4, 5, 6, 7, 8, 9]);
  expect([...lengths]).toEqual([1, 2]);
});

test('a sequence that is too long is refused', () => {
  expect(() => padRows([[1], [1, 2, 3]], 2, new Int32Array(4))).toThrow(
    new RangeError('Row 1 has 3 steps, which do not fit into 2.'),
  );
});
