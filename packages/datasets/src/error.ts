/** The error of this package: its message is one sentence that says what was wrong, what was expected and where. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/**
 * Throws a {@link DatasetError} unless `value` is an integer from `min` to `max`.
 *
 * @param what What the value is, as the sentence names it: `'The batch size'`.
 */
export function requireInteger(
  what: string,
  value: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  throw new DatasetError(`${what} must be an integer ${range}, not ${shown(value)}.`);
}

/**
 * Throws a {@link DatasetError} unless `value` is a function.
 *
 * @param what What the value is, as the sentence names it: `` 'The `keep` of filter' ``.
 */
export function requireFunction(what: string, value: unknown): void {
  if (typeof value !== 'function') throw new DatasetError(`${what} must be a function, not ${shown(value)}.`);
}

/**
 * Throws a {@link DatasetError} unless `value` has a length and can be iterated, as a dataset can.
 *
 * @param what What takes the dataset, as the sentence names it: a function.
 */
export function requireDataset(what: string, value: unknown): void {
  const { length, [Symbol.iterator]: iterate } = Object(value) as Partial<
    ArrayLike<unknown> & Iterable<unknown>
  >;
  if (typeof value === 'object' && typeof length === 'number' && typeof iterate === 'function') return;
  const hint = Symbol.asyncIterator in Object(value) ? ': read it with `await stream.toDataset()`' : '';
  throw new DatasetError(`${what} takes a Dataset, not ${shown(value)}${hint}.`);
}

/** A value in a sentence: strings in quotes and shortened, of anything that is not simple the kind. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 39)}…'` : `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${String(value).slice(0, 40)}n`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value).slice(0, 40);
  if ('then' in value && typeof value.then === 'function') return 'a promise';
  const kind: unknown = value.constructor?.name.replace(/^_/, '');
  if (typeof kind !== 'string' || kind === '' || kind === 'Object') return 'an object';
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
