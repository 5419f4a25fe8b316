import { EngineError } from './error.js';

/**
 * Imports an optional peer when it is needed.
 *
 * @param name - The package, or a path of it.
 * @param hint - What else can be done without it, as the rest of a sentence: ``or use the engine `web` ``.
 * @throws EngineError that says how to install it, or why it could not be loaded.
 */
export async function importPeer<T>(name: string, hint?: string): Promise<T> {
  try {
    return (await import(/* @vite-ignore */ name)) as T;
  } catch (error) {
    throw peerError(name, error, hint);
  }
}

/** As {@link importPeer}, but undefined if the package is not installed. */
export async function importIfPresent<T>(name: string): Promise<T | undefined> {
  try {
    return (await import(/* @vite-ignore */ name)) as T;
  } catch (error) {
    if (isAbsent(name, error)) return undefined;
    throw peerError(name, error);
  }
}

/** What to say when the import of a peer failed. */
export function peerError(name: string, error: unknown, hint?: string): EngineError {
  return new EngineError(
    isAbsent(name, error)
      ? `Cannot import \`${name}\`: install it with \`npm install ${name}\`${hint ? `, ${hint}` : ''}.`
      : `\`${name}\` could not be loaded: ${(error as Error | undefined)?.message ?? String(error)}`,
  );
}

/** Whether an import failed because the package itself is not installed, and not one that it needs. */
function isAbsent(name: string, error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  // Vite puts a module that throws in the place of an optional peer.
  if (message.startsWith(`Could not resolve "${name}"`)) return true;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes(`'${name}'`);
}
