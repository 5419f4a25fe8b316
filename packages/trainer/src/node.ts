/** True in Node, and in what has its modules. */
export const inNode = typeof globalThis.process?.getBuiltinModule === 'function';

/** A module of Node, without an `import` of it: this file is in bundles for browsers, where there is none. */
export const builtin = ((name: string) =>
  process.getBuiltinModule(name)) as NodeJS.Process['getBuiltinModule'];
