import { DatasetError } from '../error.js';

/** Throws the {@link DatasetError} of a failed operation on the files below `folder`; other errors as they are. */
export function rethrowDisk(folder: string): (error: unknown) => never {
  return (error) => {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof DatasetError || syscall === undefined) throw error;
    const found = code === undefined ? undefined : REASONS[code];
    const reason = found ?? `${folder} cannot be written to: ${code ?? message}`;
    throw new DatasetError(`${reason.replace('{folder}', folder)}.`, { cause: error });
  };
}

const ELSEWHERE = 'or choose another folder with RNNLAB_CACHE';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: `The disk of {folder} is full: free some space, ${ELSEWHERE}`,
  EDQUOT: `The quota of the disk of {folder} is used up: free some space, ${ELSEWHERE}`,
  EFBIG: `The file system of {folder} does not hold so large a file: choose another folder with RNNLAB_CACHE`,
  EROFS: `{folder} is on a file system that cannot be written to: choose another folder with RNNLAB_CACHE`,
  EACCES: `{folder} cannot be written to: allow it, ${ELSEWHERE}`,
  EPERM: `{folder} cannot be written to: allow it, ${ELSEWHERE}`,
  ENOTDIR: `{folder} cannot be a folder, since a part of its path is a file: expected a folder, as RNNLAB_CACHE may name`,
  EEXIST: `{folder} cannot be a folder, since there is a file: expected a folder, as RNNLAB_CACHE may name`,
};
