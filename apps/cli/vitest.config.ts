import { defineConfig } from 'vitest/config';

// Most tests run the built command, which trains for a moment.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 30_000 } });
