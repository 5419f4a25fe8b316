import { expect, test } from 'vitest';
import { loadBackend } from './backend.js';

const shape: [number, number, number, number] = [2, 5, 4, 3];
const sizes = [
  [1, 1],
  [2, 1],
  [1, 2],
  [2, 2],
  [3, 2],
] as const;

test.each(sizes.flatMap((size) => (['valid', 'same'] as const).map((padding) => [size, padding] as const)))(
  'the gradient of the largest in windows of %j, padding %s, is that of the CPU backend',
  async (size, padding) => {
    const gradients = [];
    for (const name of ['cpu', 'wasm'] as const) {
      const { tf, select } = await loadBackend(name);
      select();
      const values = Array.from({ length: 2 * 5 * 4 * 3 }, (_, k) => Math.sin(7.3 * k));
      const before = tf.memory().numTensors;
      const gradient = tf.tidy(() => {
        const x = tf.tensor4d(values, shape);
        return tf.grad((image) => tf.sum(tf.square(tf.maxPool(image as typeof x, [...size], 1, padding))))(x);
      });
      gradients.push([...gradient.dataSync()]);
      gradient.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
    const [cpu, wasm] = gradients;
    wasm!.forEach((value, k) => {
      expect(value).toBeCloseTo(cpu![k]!, 5);
    });
    expect(cpu!.some((value) => value !== 0)).toBe(true);
  },
);

test('the wasm backend adds up the gradients of equal ids', async () => {
  const { tf, select } = await loadBackend('wasm');
  select();
  const gradient = tf.tidy(() =>
    tf.grad((table) => tf.sum(tf.gather(table, tf.tensor1d([2, 0, 2], 'int32'))))(tf.zeros([4, 2])),
  );
  expect([...gradient.dataSync()]).toEqual([1, 1, 0, 0, 2, 2, 0, 0]);
});

test.each([
  ['rows', [2, 0, 2], [1, 2, 3, 4, 5, 6], [3, 2], 'float32'],
  ['whole numbers', [1, 1, 0], [1, 2, 3], [3], 'int32'],
  ['negative ids', [-1, 1], [1, 2, 3, 4], [2, 2], 'float32'],
  ['no ids', [], [], [0, 2], 'float32'],
] as const)(
  'the wasm backend sums segments as the CPU backend does: %s',
  async (_, ids, values, shape, type) => {
    const sums = [];
    for (const name of ['cpu', 'wasm'] as const) {
      const { tf, select } = await loadBackend(name);
      select();
      const sum = tf.tidy(() =>
        tf.unsortedSegmentSum(tf.tensor([...values], [...shape], type), tf.tensor1d([...ids], 'int32'), 3),
      );
      sums.push({ type: sum.dtype, shape: sum.shape, values: [...sum.dataSync()] });
      sum.dispose();
    }
    expect(sums[1]).toEqual(sums[0]);
  },
);

test.each(
  (
    [
      ['one place', [2, 5, 4, 3], [5, 4], [1, 1]],
      ['windows of 3 × 2', [3, 6, 5, 2], [3, 2], [1, 1]],
      ['strides that leave rows out', [2, 8, 9, 2], [3, 2], [2, 3]],
      ['strides larger than the window', [2, 8, 9, 1], [1, 2], [3, 3]],
      ['one row', [2, 1, 9, 3], [1, 4], [1, 2]],
    ] as const
  ).flatMap((given) => (['valid', 'same'] as const).map((padding) => [...given, padding] as const)),
)(
  'a convolution and the gradient of its filters are those of the CPU backend: %s, %j by %j, strides %j, padding %s',
  async (_, shape, size, strides, padding) => {
    const results = [];
    for (const name of ['cpu', 'wasm'] as const) {
      const { tf, select } = await loadBackend(name);
      select();
      const numbers = (sizes: readonly number[], pace: number) =>
        tf.tensor4d(
          Array.from({ length: sizes.reduce((a, b) => a * b) }, (_, k) => Math.sin(pace * k)),
          sizes as [number, number, number, number],
        );
      const before = tf.memory().numTensors;
      const tensors = tf.tidy(() => {
        const x = numbers(shape, 7.3);
        const convolved = (filters: typeof x) => tf.conv2d(x, filters, [...strides], padding);
        const filters = numbers([...size, shape[3], 4], 3.1);
        const gradient = tf.grad((of) => tf.sum(tf.square(convolved(of as typeof x))))(filters);
        return [convolved(filters), gradient];
      });
      results.push(tensors.map((tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] })));
      tf.dispose(tensors);
      expect(tf.memory().numTensors).toBe(before);
    }
    const [cpu, wasm] = results;
    wasm!.forEach((tensor, k) => {
      expect(tensor.shape).toEqual(cpu![k]!.shape);
      tensor.values.forEach((value, at) => {
        expect(value).toBeCloseTo(cpu![k]!.values[at]!, 3);
      });
    });
  },
);
