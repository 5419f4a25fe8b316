import { expect, test } from 'vitest';
import { loadBackend } from './backend.js';
import type { Tensor, Tf } from './tf.js';

/** Computes on a backend, and checks that no tensor leaks. */
async function computeOn(name: 'cpu' | 'wasm', compute: (tf: Tf) => Tensor[]) {
  const { tf, select } = await loadBackend(name);
  select();
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => compute(tf));
  const results = tensors.map((tensor) => ({
    type: tensor.dtype,
    shape: tensor.shape,
    values: [...tensor.dataSync()],
  }));
  tf.dispose(tensors);
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

const onBoth = async (compute: (tf: Tf) => Tensor[]) => ({
  cpu: await computeOn('cpu', compute),
  wasm: await computeOn('wasm', compute),
});

type Results = Awaited<ReturnType<typeof onBoth>>;

function expectClose({ cpu, wasm }: Results, digits: number): void {
  wasm.forEach(({ values, ...tensor }, k) => {
    const expected = cpu[k]!;
    expect(tensor).toEqual({ type: expected.type, shape: expected.shape });
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(expected.values[at]!, digits);
    });
    expect(expected.values.some((value) => value !== 0)).toBe(true);
  });
}

type Shape4D = [number, number, number, number];

/** Numbers from -1 to 1. */
const waves = (tf: Tf, shape: readonly number[], pace: number) =>
  tf.tensor4d(
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => Math.sin(pace * k)),
    shape as Shape4D,
  );

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
    const results = await onBoth((tf) => {
      const x = waves(tf, [2, 5, 4, 3], 7.3);
      return [tf.grad((image) => tf.sum(tf.square(tf.maxPool(image as typeof x, [...size], 1, padding))))(x)];
    });
    expectClose(results, 5);
  },
);

test('the wasm backend adds up the gradients of equal ids', async () => {
  const [gradient] = await computeOn('wasm', (tf) => [
    tf.grad((table) => tf.sum(tf.gather(table, tf.tensor1d([2, 0, 2], 'int32'))))(tf.zeros([4, 2])),
  ]);
  expect(gradient!.values).toEqual([1, 1, 0, 0, 2, 2, 0, 0]);
});

test.each([
  ['rows', [2, 0, 2], [1, 2, 3, 4, 5, 6], [3, 2], 'float32'],
  ['whole numbers', [1, 1, 0], [1, 2, 3], [3], 'int32'],
  ['negative ids', [-1, 1], [1, 2, 3, 4], [2, 2], 'float32'],
  ['no ids', [], [], [0, 2], 'float32'],
] as const)(
  'the wasm backend sums segments as the CPU backend does: %s',
  async (_, ids, values, shape, type) => {
    const { cpu, wasm } = await onBoth((tf) => [
      tf.unsortedSegmentSum(tf.tensor([...values], [...shape], type), tf.tensor1d([...ids], 'int32'), 3),
    ]);
    expect(wasm).toEqual(cpu);
  },
);

test.each(
  (
    [
      ['one position', [2, 5, 4, 3], [5, 4], [1, 1]],
      ['windows of 3 × 2', [3, 6, 5, 2], [3, 2], [1, 1]],
      ['strides that leave rows out', [2, 8, 9, 2], [3, 2], [2, 3]],
      ['strides larger than the window', [2, 8, 9, 1], [1, 2], [3, 3]],
      ['one row', [2, 1, 9, 3], [1, 4], [1, 2]],
    ] as const
  ).flatMap((given) => (['valid', 'same'] as const).map((padding) => [...given, padding] as const)),
)(
  'a convolution and the gradient of its filters are those of the CPU backend: %s, %j by %j, strides %j, padding %s',
  async (_, shape, size, strides, padding) => {
    const results = await onBoth((tf) => {
      const x = waves(tf, shape, 7.3);
      const filters = waves(tf, [...size, shape[3], 4], 3.1);
      const convolved = (of: Tensor) => tf.conv2d(x, of as typeof filters, [...strides], padding);
      return [convolved(filters), tf.grad((of) => tf.sum(tf.square(convolved(of))))(filters)];
    });
    expectClose(results, 3);
  },
);
