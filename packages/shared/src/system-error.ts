const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file would grow past the size that is allowed',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
  EBUSY: 'it is in use',
  EIO: 'the disk gave an error',
};

/** Codes as ENOENT; not ERR_INVALID_ARG_TYPE of Node, nor ours. */
const OF_THE_SYSTEM = /^E(?!RR_)[A-Z0-9]+$/;

/** What an error of the operating system means; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === 'string' && Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}

/**
 * The sentence for an error of the file system, as an error of the package that met it; any other error as it is.
 *
 * @param action - What failed: `write`, `read`.
 */
export function systemError(
  action: string,
  path: string,
  error: unknown,
  Wrong: new (sentence: string, options?: ErrorOptions) => Error,
): Error {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !OF_THE_SYSTEM.test(code)) return error as Error;
  // A file that is to be written need not exist: what is not there is a place for it, or for its folder.
  const made = syscall === 'mkdir' ? 'folder' : 'file';
  const reason =
    action === 'write' && code === 'ENOENT' ? `no ${made} can be made there` : systemReason(error);
  return new Wrong(`Cannot ${action} ${path}: ${reason ?? message}.`, { cause: error });
}
