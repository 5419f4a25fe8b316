/** A run directory that cannot be read or written. The message is one sentence. */
export class RunError extends Error {
  override name = 'RunError';
}

const reasons: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
};

/** The sentence for an error of the file system; any other error as it is. */
export function fileError(action: string, path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined
    ? (error as Error)
    : new RunError(`Cannot ${action} ${path}: ${reasons[code] ?? message}.`, { cause: error });
}
