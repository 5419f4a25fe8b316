/** 10,760: a whole number with grouped thousands. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** "1 epoch", "15 epochs", "26 classes". */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

/** .831, as accuracies are written in tables of results; 1.000 and 0.000 stay whole. */
export function share(value: number, digits = 3): string {
  const text = value.toFixed(digits);
  return text.startsWith('0.') && value !== 0 ? text.slice(1) : text;
}

/** 0.8 s, 52 s, 1 min 05 s, 2 h 03 min. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A word as it can be pasted into a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A value that was received, in a few words for a sentence: strings in quotes and cut, of what is not simple the kind.
 * It does not walk through what may be deep or huge.
 *
 * @param longest - Characters of a string, at most.
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

/** Numbers of a short array are told: `[3, 1]`. */
function shownArray(value: readonly unknown[], longest: number): string {
  const few = value.length > 0 && value.length <= 8 && value.every((one) => typeof one === 'number');
  const text = few ? `[${value.join(', ')}]` : '';
  return few && text.length <= longest ? text : `an array of ${value.length}`;
}

/** The name of its class, as far as it is one: data may have a field that is called `constructor`. */
function kindOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' ? cut(name.replace(/^_/, ''), 40) : '';
}

/** The first characters of a text, whole ones, with a mark where it goes on. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${[...text.slice(0, longest)].slice(0, longest - 1).join('')}…` : text;

/** What an error says, on one line and without a full stop, to end a sentence of ours. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return cut(message.replace(/\s+/g, ' ').trim(), 300).replace(/\.$/, '');
}
