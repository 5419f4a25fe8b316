import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { bin: 'src/bin.ts', engine: 'src/engine-process.ts', gemm: 'src/gemm-process.ts' },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
});
