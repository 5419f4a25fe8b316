import { availableParallelism } from 'node:os';
import { Generator } from '@rnnlab/trainer';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { gemmModel } from '../gemm.js';
import { answer } from './child.js';

// Measures the rate of ONNX Runtime's matrix product, with the threads that training has: `gemm.js`.
const SIZE = 1024;
const PRODUCTS = 4;

const session = await InferenceSession.create(gemmModel(SIZE, PRODUCTS), {
  intraOpNumThreads: availableParallelism(),
  interOpNumThreads: 1,
});
const generator = new Generator(1);
// Uniform in ±√(3 / size), so that the entries of the products keep their size.
const scale = 2 * Math.sqrt(3 / SIZE);
const matrix = (): Tensor => {
  const entries = Float32Array.from({ length: SIZE * SIZE }, () => (generator.uniform() - 0.5) * scale);
  return new Tensor('float32', entries, [SIZE, SIZE]);
};
const feeds = { x: matrix(), w: matrix() };
await session.run(feeds);

await answer({}, async ({ seconds }) => {
  let [runs, elapsed] = [0, 0];
  const began = performance.now();
  do {
    await session.run(feeds);
    runs += 1;
    elapsed = performance.now() - began;
  } while (elapsed < (seconds as number) * 1000);
  return { flopsPerMs: (2 * SIZE ** 3 * PRODUCTS * runs) / elapsed };
});
