import { cut } from './format.js';

/**
 * Marks the errors of all our packages. It is registered for the whole process: each package has a copy of this file
 * inside, and an error of one copy must be known to the others.
 */
const MARK = Symbol.for('@rnnlab/error');

/** The code by which programs tell errors apart, as with the errors of Node: it names the package or a part of it. */
export type ErrorCode = `RNNLAB_${Uppercase<string>}`;

/** Base class of every error that a user can put right. Its message is one sentence: what was wrong, expected, received, where. */
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

/** The message of an error on one line and without a full stop, to end a sentence of ours. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return cut(message.replace(/\s+/g, ' ').trim(), 300).replace(/\.$/, '');
}

/** An error class of the package that reports the error. */
type ErrorClass = new (sentence: string, options?: ErrorOptions) => Error;

/**
 * The error of a failed import of an optional peer dependency.
 *
 * @param name - The package, or a path of it.
 * @param error - The error of the import.
 * @param Wrong - The error class of the package that needs it.
 * @param hint - An alternative without the package, as the rest of a sentence: ``or use the engine `web` ``.
 */
export function peerError(name: string, error: unknown, Wrong: ErrorClass, hint?: string): Error {
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
  // Vite replaces an optional peer that is not installed by a module that throws.
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

/** The meaning of an error code of the operating system; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === 'string' && Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}

/**
 * Turns an error of the file system into an error of the package that met it; any other error is returned as it is.
 *
 * @param action - The verb of the action that failed: `write`, `read`.
 * @param path - The file or folder.
 * @param error - The error as it was caught.
 * @param Wrong - The error class of the package.
 */
export function systemError(action: string, path: string, error: unknown, Wrong: ErrorClass): Error {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !OF_THE_SYSTEM.test(code)) return error as Error;
  // A file that is to be written need not exist: missing is its folder, or a parent of that.
  const made = syscall === 'mkdir' ? 'folder' : 'file';
  const reason =
    action === 'write' && code === 'ENOENT' ? `no ${made} can be made there` : systemReason(error);
  return new Wrong(`Cannot ${action} ${path}: ${reason ?? message}.`, { cause: error });
}
