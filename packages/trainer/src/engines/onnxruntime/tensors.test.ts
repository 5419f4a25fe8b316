import { expect, test } from 'vitest';
import { concatenate, entryView, free, sliceAxis } from './tensors.js';

const tensor = { type: 'int32', dims: [2, 3, 2], data: Int32Array.from({ length: 12 }, (_, k) => k) };

test('an entry of the first axis is a view of the same memory', () => {
  const { dims, data } = entryView(tensor, 1);
  expect(dims).toEqual([3, 2]);
  expect([...data]).toEqual([6, 7, 8, 9, 10, 11]);
  expect(data.buffer).toBe(tensor.data.buffer);
});

test('a slice of any axis is a copy of the same type', () => {
  expect(sliceAxis(tensor, 0, 1, 2)).toEqual({
    type: 'int32',
    dims: [1, 3, 2],
    data: Int32Array.of(6, 7, 8, 9, 10, 11),
  });
  expect(sliceAxis(tensor, 1, 1, 3)).toEqual({
    type: 'int32',
    dims: [2, 2, 2],
    data: Int32Array.of(2, 3, 4, 5, 8, 9, 10, 11),
  });
  expect(sliceAxis(tensor, 2, 0, 1).data).toEqual(Int32Array.of(0, 2, 4, 6, 8, 10));
  expect(sliceAxis(tensor, 1, 1, 1).data).toHaveLength(0);
  expect(sliceAxis(tensor, 0, 0, 2).data.buffer).not.toBe(tensor.data.buffer);
});

test('slices of the first axis concatenate to the whole', () => {
  const whole = { type: 'float32', dims: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;
  const slices = [sliceAxis(whole, 0, 0, 1), sliceAxis(whole, 0, 1, 1), sliceAxis(whole, 0, 1, 3)];
  expect(concatenate(slices)).toEqual({ ...whole, dims: [3, 2] });
});

test('memory is freed at once, also if two tensors share it', () => {
  const whole = new Float32Array(1e6);
  const other = new Int32Array(1e6);
  const before = process.memoryUsage().arrayBuffers;
  free([whole.subarray(0, 10), whole.subarray(10), other]);
  expect([whole.length, other.length]).toEqual([0, 0]);
  expect(process.memoryUsage().arrayBuffers).toBeLessThanOrEqual(before - 8e6);
});

test('shared memory and that of WebAssembly stay, and detached memory does no harm', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(1);
  const wasm = new Float32Array(new WebAssembly.Memory({ initial: 1 }).buffer, 0, 2).fill(1);
  const gone = new Float32Array(2);
  free([gone]);
  free([gone, shared, wasm]);
  expect(gone).toHaveLength(0);
  expect([...shared, ...wasm]).toEqual([1, 1, 1, 1]);
});
