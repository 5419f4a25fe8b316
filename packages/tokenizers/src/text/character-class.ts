/** More than any alphabet has; limits the ranges of a hostile file. */
const MAX_CHARACTERS = 100_000;

/**
 * Writes a set of characters as the inside of a regular expression's character class, in code point order and with
 * ranges, for `tokenizer.json`: every character is written as `x{…}`, so that none needs escaping.
 */
export function characterClass(characters: string): string {
  return ranges(characters)
    .map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`))
    .join('');
}

/** Writes the same in the syntax of JavaScript (flag `u`). */
export function javaScriptClass(characters: string): string {
  return characterClass(characters).replaceAll('\\x{', '\\u{');
}

/** Reads the characters that `characterClass` wrote; `undefined` for anything else. */
export function charactersOfClass(written: string): string | undefined {
  if (!/^(\\x\{[0-9A-F]{1,6}\}-?)+$/.test(written)) return undefined;
  const points = [...written.matchAll(/\\x\{([0-9A-F]+)\}(-?)/g)];
  const characters: string[] = [];
  let next = 0;
  for (let i = 0; i < points.length; i++) {
    const first = Number.parseInt(points[i]![1]!, 16);
    const last = points[i]![2] === '-' ? Number.parseInt(points[++i]?.[1] ?? '', 16) : first;
    if (!(first >= next && last >= first && last <= 0x10ffff)) return undefined;
    if (characters.length + last - first > MAX_CHARACTERS) return undefined;
    for (let point = first; point <= last; point++) characters.push(String.fromCodePoint(point));
    next = last + 1;
  }
  const all = characters.join('');
  return characterClass(all) === written ? all : undefined;
}

const hex = (point: number) => `\\x{${point.toString(16).toUpperCase()}}`;

function ranges(characters: string): [first: number, last: number][] {
  const result: [number, number][] = [];
  const points = [...characters].map((character) => character.codePointAt(0)!);
  for (const point of new Set(points.sort((a, b) => a - b))) {
    const range = result.at(-1);
    if (range && range[1] === point - 1) range[1] = point;
    else result.push([point, point]);
  }
  return result;
}
