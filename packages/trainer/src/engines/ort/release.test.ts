import { expect, test } from 'vitest';
import { release } from './release.js';

test('memory is given back at once, also if two tensors have a part of it each', () => {
  const whole = new Float32Array(1e6);
  const other = new Int32Array(1e6);
  const before = process.memoryUsage().arrayBuffers;
  release([whole.subarray(0, 10), whole.subarray(10), other]);
  expect([whole.length, other.length]).toEqual([0, 0]);
  expect(process.memoryUsage().arrayBuffers).toBeLessThanOrEqual(before - 8e6);
});

test('memory that threads share stays, and that which is already gone does no harm', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(1);
  const gone = new Float32Array(2);
  release([gone]);
  release([gone, shared]);
  expect([...shared]).toEqual([1, 1]);
});
