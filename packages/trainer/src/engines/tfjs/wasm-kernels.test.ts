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
