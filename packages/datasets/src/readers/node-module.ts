import { DatasetError } from '../error.js';

interface NodeModules {
  'node:fs/promises': typeof import('node:fs/promises');
  'node:path': typeof import('node:path');
}

/**
 * A built-in module of Node, without an `import` of it: the rest of the package then loads in a browser, and
 * no bundler has anything to resolve.
 *
 * @throws DatasetError where there is no Node.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const found = globalThis.process?.getBuiltinModule?.(name);
  if (found === undefined) {
    throw new DatasetError('Reading files needs Node 20.19 or later: there is no file system here.');
  }
  return found as NodeModules[Name];
}
