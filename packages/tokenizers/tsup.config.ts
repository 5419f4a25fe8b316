import { defineConfig } from 'tsup';

// Small for those who depend on it alone: no source maps, and one file of declarations, over those of `tsc -b`.
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20',
  dts: { compilerOptions: { composite: false, declarationMap: false, emitDeclarationOnly: false } },
});
