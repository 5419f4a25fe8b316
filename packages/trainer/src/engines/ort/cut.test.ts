import { expect, test } from 'vitest';
import { cut, slice, stack } from './cut.js';

const tensor = { type: 'int32', dims: [2, 3, 2], data: Int32Array.from({ length: 12 }, (_, k) => k) };

test('a slice of the first axis is in the same memory', () => {
  const { dims, data } = slice(tensor, 1);
  expect(dims).toEqual([3, 2]);
  expect([...data]).toEqual([6, 7, 8, 9, 10, 11]);
  expect(data.buffer).toBe(tensor.data.buffer);
});

test('a cut of any axis is a copy of the same type', () => {
  expect(cut(tensor, 0, 1, 2)).toEqual({
    type: 'int32',
    dims: [1, 3, 2],
    data: Int32Array.of(6, 7, 8, 9, 10, 11),
  });
  expect(cut(tensor, 1, 1, 3)).toEqual({
    type: 'int32',
    dims: [2, 2, 2],
    data: Int32Array.of(2, 3, 4, 5, 8, 9, 10, 11),
  });
  expect(cut(tensor, 2, 0, 1).data).toEqual(Int32Array.of(0, 2, 4, 6, 8, 10));
  expect(cut(tensor, 1, 1, 1).data).toHaveLength(0);
  expect(cut(tensor, 0, 0, 2).data.buffer).not.toBe(tensor.data.buffer);
});

test('cuts of the first axis stack up to the whole', () => {
  const whole = { type: 'float32', dims: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;
  const parts = [cut(whole, 0, 0, 1), cut(whole, 0, 1, 1), cut(whole, 0, 1, 3)];
  expect(stack(parts)).toEqual({ ...whole, dims: [3, 2] });
});
