/** Orders strings by Unicode code point; `<` orders by UTF-16 unit, which differs above U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Whether a text has half a surrogate pair: no character, and not writable as UTF-8, so never in a token. */
export function hasLoneSurrogate(token: string): boolean {
  return /\p{Surrogate}/u.test(token);
}

/**
 * Copies a text into memory of its own. JavaScript engines keep a substring as a view of the whole string, so a
 * cached word would keep the text it was sliced from in memory.
 */
export function detachedCopy(part: string): string {
  // Engines copy short strings anyway.
  if (part.length < 13) return part;
  const units = new Uint16Array(part.length);
  for (let i = 0; i < part.length; i++) units[i] = part.charCodeAt(i);
  let copy = '';
  for (let i = 0; i < units.length; i += 4096) copy += String.fromCharCode(...units.subarray(i, i + 4096));
  return copy;
}

const encoder = new TextEncoder();

/** The bytes of a text as UTF-8; half a surrogate pair becomes U+FFFD, as it has no bytes. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
