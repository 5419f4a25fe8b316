/** Formats a whole number with grouped thousands: `10,760`. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Formats a number with its noun: `1 epoch`, `15 epochs`, `26 classes`. */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

/** Formats a fraction as accuracies are written in tables of results: `.831`, but `1.000` and `0.000`. */
export function share(value: number, digits = 3): string {
  const text = value.toFixed(digits);
  return text.startsWith('0.') && value !== 0 ? text.slice(1) : text;
}

/** Formats a duration given in seconds: `0.8 s`, `52 s`, `1 min 05 s`, `2 h 03 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** Quotes a word for a POSIX shell, if it needs quotes. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Formats a received value in a few words of an error sentence: a string in quotes and truncated, an object by its class.
 * It does not walk through values that may be deep or huge.
 *
 * @param value - Any value.
 * @param longest - The most characters of a string. Default: 40.
 */
export function shown(value: unknown, longest = 40): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(cut(value, longest));
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${String(value).slice(0, longest)}n`;
  if (Array.isArray(value)) return shownArray(value, longest);
  if (typeof value !== 'object' || value === null) return String(value).slice(0, longest);
  if (ArrayBuffer.isView(value))
    return `${kindOf(value)} of ${(value as Uint8Array).length ?? value.byteLength}`;
  if ('then' in value && typeof value.then === 'function') return 'a promise';
  const kind = kindOf(value);
  return kind === '' || kind === 'Object' ? 'an object' : `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Shows the numbers of a short array: `[3, 1]`. */
function shownArray(value: readonly unknown[], longest: number): string {
  const few = value.length > 0 && value.length <= 8 && value.every((one) => typeof one === 'number');
  const text = few ? `[${value.join(', ')}]` : '';
  return few && text.length <= longest ? text : `an array of ${value.length}`;
}

/** The name of the class, if there is one: data may have a field that is called `constructor`. */
function kindOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' ? cut(name.replace(/^_/, ''), 40) : '';
}

/** Truncates a text to `longest` UTF-16 units, between whole characters, with `…` as the last one. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${[...text.slice(0, longest)].slice(0, longest - 1).join('')}…` : text;
