import type { ModelSpec } from '@rnnlab/models';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { cases } from './cases.js';
import { gemmFlops, gemmModel } from './gemm.js';

const of = (name: string): number => {
  const benchmark = cases.find((c) => c.name === name)!;
  return gemmFlops(benchmark.spec, benchmark);
};

test('an LSTM over given features: their gradient is not needed, that of the state is', () => {
  const input = 2 * (28 * 4 * 64) * (128 * 28) * 2;
  const recurrent = 2 * (64 * 4 * 64) * (128 * 28) * 3;
  const dense = 2 * (64 * 10) * 128 * 3;
  expect(of('mnist-lstm64')).toBe(input + recurrent + dense);
});

test('a CNN: a filter is applied at every position of its output', () => {
  const first = 2 * (50 * 3 * 9 * 9) * (128 * 24 * 24) * 2;
  const second = 2 * (60 * 50 * 5 * 5) * (128 * 8 * 8) * 3;
  const dense = 2 * (60 * 4 * 4 * 300 + 300 * 10) * 128 * 3;
  expect(of('cifar-cnn')).toBe(first + second + dense);
});

test('one-hot input and embeddings are look-ups, a stacked layer multiplies', () => {
  const recurrent = 2 * (128 * 4 * 128) * (32 * 12) * 3;
  expect(of('names-lstm128')).toBe(recurrent + 2 * (128 * 18) * 32 * 3);
  const kernels = 64 * 2048 + 512 * 2048 + 512 * 2048 + 512 * 2048 + 512 * 65;
  expect(of('lm-lstm512x2')).toBe(2 * kernels * (64 * 50) * 3);
});

test('both directions count', () => {
  expect(of('mnist-bilstm128')).toBe(2 * of('mnist-lstm128'));
});

test('a convolution over one-hot characters only looks rows up', () => {
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: 9 },
    layers: [
      { type: 'one-hot' },
      { type: 'conv1d', filters: 2, kernelSize: 3 },
      { type: 'global-max-pool' },
      { type: 'dense', units: 4 },
    ],
  };
  expect(gemmFlops(spec, { batch: 5, steps: 7 })).toBe(2 * (2 * 4) * 5 * 3);
});

test('the model multiplies as often as it says', async () => {
  const session = await InferenceSession.create(gemmModel(2, 3));
  const w = new Tensor('float32', Float32Array.of(2, 0, 0, 3), [2, 2]);
  const x = new Tensor('float32', Float32Array.of(1, 0, 0, 1), [2, 2]);
  const { largest } = await session.run({ x, w });
  expect(largest!.data).toEqual(Float32Array.of(27));
});
