import { defineConfig, type Options } from 'tsup';

/** esbuild names the source of each part in a comment, which leads nowhere in what is published. */
const withoutPaths = {
  name: 'without-paths',
  renderChunk: (code: string) => ({ code: code.replace(/^\/\/ [\w./-]+\.ts\n/gm, '') }),
};

const SHARED = /^@rnnlab\/shared(\/|$)/;

/**
 * How every package is built: ES modules without source maps, one file of declarations for each entry that has types,
 * and what it uses of the private package `shared` inside.
 *
 * @param entry - Source files by the names of their exports; those that have no types are in `untyped`.
 */
export const library = (
  entry: Record<string, string> = { index: 'src/index.ts' },
  { untyped = {}, ...more }: Options & { untyped?: Record<string, string> } = {},
) =>
  defineConfig({
    entry: { ...entry, ...untyped },
    format: 'esm',
    target: 'node20',
    clean: true,
    noExternal: [SHARED],
    plugins: [withoutPaths],
    dts: {
      entry,
      resolve: [SHARED],
      // Other packages are what is built of them, not their sources.
      compilerOptions: { paths: { '@rnnlab/shared': ['../shared/src/index.ts'] } },
    },
    ...more,
  });
