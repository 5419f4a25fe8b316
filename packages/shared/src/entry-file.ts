import { nodeModule } from './node-module.js';

/**
 * Where an entry of a package lies that a thread or a process runs.
 *
 * @param entry - As it is imported: `@rnnlab/trainer/onnxruntime-worker`. By the package's own name it is the built file,
 *   also where an application has bundled the rest.
 * @param from - `import.meta.url` of whoever asks.
 */
export const entryFile = (entry: string, from: string): string =>
  nodeModule('node:module').createRequire(from).resolve(entry);
