/** A file that cannot be loaded, or a text that cannot be predicted. The message is one sentence. */
export class InferenceError extends Error {
  override readonly name = 'InferenceError';
}

/** Any value in a few characters, for a message. */
export function shorten(value: unknown, length = 60): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  // JSON would call NaN and Infinity null.
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? (value === undefined ? 'nothing' : typeof value);
  return text.length > length ? `${[...text].slice(0, length - 1).join('')}…` : text;
}

/** What an error says, on one line and without a full stop, to end a sentence of ours. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.replace(/\s+/g, ' ').trim();
  return (line.length > 300 ? `${line.slice(0, 299)}…` : line).replace(/\.$/, '');
}
