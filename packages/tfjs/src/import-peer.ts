import { isAbsent, peerError } from '@rnnlab/shared';
import { EngineError } from '@rnnlab/trainer';

/**
 * Imports a package of TensorFlow.js when it is needed.
 *
 * @param hint - What else can be done without it, as the rest of a sentence.
 * @throws EngineError that says how to install it, or why it could not be loaded.
 */
export async function importPeer(name: string, hint: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ name);
  } catch (error) {
    throw peerError(name, error, EngineError, hint);
  }
}

/** As {@link importPeer}, but undefined if the package is not installed. */
export async function importIfPresent(name: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ name);
  } catch (error) {
    if (isAbsent(name, error)) return undefined;
    throw peerError(name, error, EngineError);
  }
}
