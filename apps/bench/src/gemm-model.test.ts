import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { gemmModel } from './gemm-model.js';

test('the model multiplies as often as it says', async () => {
  const session = await InferenceSession.create(gemmModel(2, 3));
  const w = new Tensor('float32', Float32Array.of(2, 0, 0, 3), [2, 2]);
  const x = new Tensor('float32', Float32Array.of(1, 0, 0, 1), [2, 2]);
  const { largest } = await session.run({ x, w });
  expect(largest!.data).toEqual(Float32Array.of(27));
});
