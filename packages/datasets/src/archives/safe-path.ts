import { DatasetError } from '../error.js';

/**
 * The name of an entry as a relative path with `/` between its parts: without `.` parts, doubled and trailing
 * slashes.
 *
 * @param archive What an error calls the archive.
 * @returns `''` for the folder of the archive itself (`./`).
 * @throws DatasetError if the name would lead out of the folder to which it is unpacked, on any platform, or
 * cannot be a file name.
 */
export function safePath(name: string, archive: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const problem = problemOf(name, parts);
  if (problem === undefined) return parts.join('/');
  throw new DatasetError(
    `${archive} has an entry ${shownName(name)}, which ${problem}: expected a relative path inside the archive.`,
  );
}

/** A name as messages show it. */
export function shownName(name: string): string {
  return JSON.stringify(name.length <= 80 ? name : `${name.slice(0, 40)}…${name.slice(-39)}`);
}

function problemOf(name: string, parts: readonly string[]): string | undefined {
  if (name.startsWith('/')) return 'is an absolute path';
  // A backslash is a separator on Windows; archives write / there, too.
  if (/^[a-z]:/i.test(name) || name.includes('\\')) return 'is a path of Windows';
  if (parts.includes('..')) return 'leads out of the folder';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'has control characters';
  if (name === '') return 'is empty';
  const encoder = new TextEncoder();
  if (encoder.encode(name).length > 4096 || parts.some((part) => encoder.encode(part).length > 255)) {
    return 'is too long';
  }
  if (globalThis.process?.platform === 'win32' && parts.some(isSpecialOnWindows)) {
    return 'cannot be a file name on Windows';
  }
  return undefined;
}

/** Names that Windows takes for devices, for streams of other files, or without their last character. */
function isSpecialOnWindows(part: string): boolean {
  return /[:*?"<>|]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part);
}
