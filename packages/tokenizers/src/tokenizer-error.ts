/** The error of this package: its message is one sentence that says what was wrong, what was expected and received. */
export class TokenizerError extends Error {
  override readonly name: string = 'TokenizerError';
}

/** A value that was received, in a few words: strings in quotes, of what is not simple the kind. */
export function described(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${String(value).slice(0, 40)}n`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value).slice(0, 40);
  if (isPromise(value)) return 'a promise';
  const kind: unknown = value.constructor?.name.replace(/^_/, '');
  if (typeof kind !== 'string' || kind === '' || kind === 'Object') return 'an object';
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

export function isPromise(value: object): boolean {
  return 'then' in value && typeof value.then === 'function';
}
