import { reasonOf } from './shown.js';

type Wrong = new (sentence: string, options?: ErrorOptions) => Error;

/**
 * What to say when the import of an optional peer failed.
 *
 * @param name - The package, or a path of it.
 * @param hint - What else can be done without it, as the rest of a sentence: ``or use the engine `web` ``.
 */
export function peerError(name: string, error: unknown, Wrong: Wrong, hint?: string): Error {
  if (!isAbsent(name, error)) {
    return new Wrong(`\`${name}\` could not be loaded: ${reasonOf(error)}.`, { cause: error });
  }
  const parts = name.split('/');
  const install = parts.slice(0, name.startsWith('@') ? 2 : 1).join('/');
  return new Wrong(
    `Cannot import \`${name}\`: install it with \`npm install ${install}\`${hint ? `, ${hint}` : ''}.`,
    { cause: error },
  );
}

/** Whether an import failed because the package itself is not installed, and not one that it needs. */
export function isAbsent(name: string, error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  // Vite puts a module that throws in the place of an optional peer.
  if (message.startsWith(`Could not resolve "${name}"`)) return true;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes(`'${name}'`);
}
