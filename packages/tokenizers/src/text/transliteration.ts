/**
 * ASCII for characters that Unicode's canonical decomposition leaves alone. Each key is a set of
 * characters, its value what replaces any one of them.
 *
 * Decomposition turns é into e and an accent, but ł, ø or ß have no accent to drop: without this table
 * they would vanish, and "Strauß" would become "Strau". Letters are written as in passports and library
 * catalogs (ICAO Doc 9303 part 3, Unicode CLDR Latin-ASCII), without knowledge of the language. Typographic
 * quotes, dashes and spaces get the key a typewriter has for them.
 */
export const TRANSLITERATION: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Ɓ: 'B',
  ɓ: 'b',
  ÐĐƉƊ: 'D',
  ðđɖɗ: 'd',
  ƏƎƐ: 'E',
  əǝɛ: 'e',
  Ƒ: 'F',
  ƒ: 'f',
  Ǥ: 'G',
  ǥ: 'g',
  Ħ: 'H',
  ħ: 'h',
  Ɨ: 'I',
  ıɨ: 'i',
  ȷ: 'j',
  Ƙ: 'K',
  ƙĸ: 'k',
  Ł: 'L',
  łƚ: 'l',
  ŊƝ: 'N',
  ŋɲ: 'n',
  ŉ: "'n",
  ØƆ: 'O',
  øɔ: 'o',
  Œ: 'OE',
  œ: 'oe',
  ſ: 's',
  ẞ: 'SS',
  ß: 'ss',
  Ŧ: 'T',
  ŧ: 't',
  Þ: 'TH',
  þ: 'th',
  Ʉ: 'U',
  ʉ: 'u',
  Ƴ: 'Y',
  ƴ: 'y',
  Ƶ: 'Z',
  ƶ: 'z',
  'ʹʻʼʽˈ‘’‚‛′': "'",
  '“”„‟″': '"',
  '‐‑‒–—―−': '-',
  '…': '...',
  '\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000': ' ',
};
