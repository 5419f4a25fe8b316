import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'onnxruntime-worker': 'src/engines/onnxruntime/worker.ts' },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
});
