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
