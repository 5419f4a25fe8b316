import { DatasetError } from '../error.js';

interface NodeModules {
  'node:crypto': typeof import('node:crypto');
  'node:fs': typeof import('node:fs');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
  'node:url': typeof import('node:url');
  'node:zlib': typeof import('node:zlib');
}

/**
 * A built-in module of Node, without an `import` of it: the rest of the package then loads in a browser, and
 * no bundler has anything to resolve.
 *
 * @throws DatasetError where there is no Node.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const found = nodeModuleIfAny(name);
  if (found === undefined) {
    throw new DatasetError('Reading files needs Node 20.19 or later: there is no file system here.');
  }
  return found;
}

/** A built-in module of Node, or undefined where there is no Node. */
export function nodeModuleIfAny<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}
