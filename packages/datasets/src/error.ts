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
  throw new DatasetError(`${what} must be an integer ${range}, not ${String(value).slice(0, 40)}.`);
}
