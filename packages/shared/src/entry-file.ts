import { nodeModule } from './node-module.js';

/**
 * Resolves the file of a package entry that a worker thread or a process runs. Tests replace this module, as threads and
 * processes cannot run TypeScript.
 *
 * @param entry - The name it is imported by: `@rnnlab/trainer/onnxruntime-worker`. By the package's own name it is the
 *   built file, also where an application has bundled the rest.
 * @param from - `import.meta.url` of the caller.
 */
export const entryFile = (entry: string, from: string): string =>
  nodeModule('node:module').createRequire(from).resolve(entry);
