import { InferenceError, reasonOf } from '../error.js';

/**
 * Imports an optional package on use.
 *
 * @param load - The import itself, written out so that bundlers see it.
 * @throws InferenceError if it is not installed, or fails as it starts
 */
export async function importPeer<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const reason = missing ? `install it with \`npm install ${name}\`` : reasonOf(error);
    throw new InferenceError(`Cannot import \`${name}\`: ${reason}.`, { cause: error });
  }
}
