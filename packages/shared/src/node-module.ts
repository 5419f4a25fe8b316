interface NodeModules {
  'node:child_process': typeof import('node:child_process');
  'node:crypto': typeof import('node:crypto');
  'node:fs': typeof import('node:fs');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:module': typeof import('node:module');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
  'node:url': typeof import('node:url');
  'node:worker_threads': typeof import('node:worker_threads');
  'node:zlib': typeof import('node:zlib');
}

/** Loads a built-in module of Node; undefined where there is no Node. */
export function nodeModuleIfAny<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}

/**
 * Loads a built-in module of Node without an `import`: code that uses it loads in a page too, and no bundler has anything
 * to resolve.
 *
 * @throws {Error} Where there is no Node.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const found = nodeModuleIfAny(name);
  if (found === undefined) throw new Error(`${name} needs Node 20.19 or later, and there is none here.`);
  return found;
}

/** True in Node, and in runtimes that have its modules. */
export const inNode = typeof globalThis.process?.getBuiltinModule === 'function';
