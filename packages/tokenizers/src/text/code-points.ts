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

/** Whether half a surrogate pair is in it: not a character, and not writable as UTF-8, so never in a token. */
export function hasLoneSurrogate(token: string): boolean {
  return /\p{Surrogate}/u.test(token);
}
