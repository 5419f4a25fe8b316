import { reasonOf } from './format.js';

/**
 * Marks the errors of all our packages. It is registered for the whole process: each package has a copy of this file
 * inside, and an error of one copy must be known to the others.
 */
const MARK = Symbol.for('@rnnlab/error');

/** Which package or part of it an error is of: what programs compare, as with the errors of Node. */
export type ErrorCode = `RNNLAB_${Uppercase<string>}`;

/** An error that a user can put right. Its message is one sentence: what was wrong, expected, received, where. */
export abstract class RnnlabError extends Error {
  readonly [MARK] = true;
  abstract readonly code: ErrorCode;
}

/** True for an error of any of our packages, with any copy of this file inside. */
export const isRnnlabError = (error: unknown): error is Error & { readonly code: ErrorCode } =>
  typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[MARK] === true;

/** True for an error of ours with this code. */
export const hasCode = (error: unknown, code: ErrorCode): boolean =>
  isRnnlabError(error) && error.code === code;

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
