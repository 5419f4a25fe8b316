import { isRnnlabError, systemReason } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

/** Throws the {@link DatasetError} of a failed operation on the files below `folder`; other errors as they are. */
export function rethrowDisk(folder: string): (error: unknown) => never {
  return (error) => {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (isRnnlabError(error) || syscall === undefined) throw error;
    const reason = systemReason(error) ?? code ?? message;
    throw new DatasetError(
      `Cannot write to ${folder}: ${reason}; put that right, or choose another folder with RNNLAB_CACHE.`,
      { cause: error },
    );
  };
}
