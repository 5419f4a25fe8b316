/** White space: Unicode White_Space. */
export const SPACE = 1;
/** Punctuation marks and symbols: Unicode categories P and S. */
export const MARK = 2;
/** All the rest. */
export const WORD = 3;

const known = new Uint8Array(0x10000);

/** The class of a code point, half a surrogate pair included. Asked for once, a class is looked up in a table. */
export function classOf(codePoint: number): number {
  if (codePoint > 0xffff) return classify(codePoint);
  const found = known[codePoint]!;
  if (found > 0) return found;
  known[codePoint] = classify(codePoint);
  return known[codePoint]!;
}

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/\p{White_Space}/u.test(character)) return SPACE;
  return /[\p{P}\p{S}]/u.test(character) ? MARK : WORD;
}
