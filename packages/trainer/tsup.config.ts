import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    web: 'src/web.ts',
    'onnxruntime-worker': 'src/engines/onnxruntime/worker.ts',
    'web-worker': 'src/engines/web/worker.ts',
    'web-node-worker': 'src/engines/web/node-worker.ts',
  },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  // Chunks of earlier builds, not what tsc writes.
  clean: ['!**/*.d.ts', '!**/*.d.ts.map'],
});
