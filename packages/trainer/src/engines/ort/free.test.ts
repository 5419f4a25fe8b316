import { expect, test } from 'vitest';
import { free } from './free.js';

test('memory is given back at once, also if two tensors have a part of it each', () => {
  const whole = new Float32Array(1e6);
  const other = new Int32Array(1e6);
  const before = process.memoryUsage().arrayBuffers;
  free([whole.subarray(0, 10), whole.subarray(10), other]);
  expect([whole.length, other.length]).toEqual([0, 0]);
  expect(process.memoryUsage().arrayBuffers).toBeLessThanOrEqual(before - 8e6);
});

test('memory that threads share, or that is of WebAssembly, stays, and what is already gone does no harm', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(1);
  const wasm = new Float32Array(new WebAssembly.Memory({ initial: 1 }).buffer, 0, 2).fill(1);
  const gone = new Float32Array(2);
  free([gone]);
  free([gone, shared, wasm]);
  expect(gone).toHaveLength(0);
  expect([...shared, ...wasm]).toEqual([1, 1, 1, 1]);
});
