import { createRequire } from 'node:module';
import { inject } from 'vitest';

/** In tests: the entry of the package as it was built when they started. */
export const entryFile = (entry: string): string =>
  createRequire(`${inject('freshPackages')}/index.js`).resolve(entry);
