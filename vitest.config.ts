import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const packages = join(import.meta.dirname, 'packages');

/** Sources of every package, so that no test depends on what was built before. */
const alias = readdirSync(packages)
  .filter((name) => existsSync(join(packages, name, 'src/index.ts')))
  .map((name) => ({
    find: new RegExp(`^@rnnlab/${name}$`),
    replacement: join(packages, name, 'src/index.ts'),
  }));

// Of every package: its script `test` names this file.
export default defineConfig({
  resolve: {
    alias: [
      ...alias,
      { find: '@rnnlab/trainer/web', replacement: join(packages, 'trainer/src/web.ts') },
      // Threads and processes cannot run TypeScript: theirs is built when the tests start.
      { find: /^.*\/entry-file\.js$/, replacement: join(packages, 'shared/test/entry-file.ts') },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: join(packages, 'shared/test/fresh-packages.ts'),
    // The only time limits of tests: enough for a busy machine.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
