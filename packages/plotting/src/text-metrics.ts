import { advances } from './font-advances.js';

/** The two weights of the figure font. */
type Weight = keyof typeof advances;

function table(weight: Weight): Map<number, number> {
  const widths = new Map<number, number>();
  for (const [first, digits] of advances[weight]) {
    for (let i = 0; i < digits.length; i += 2) {
      const units = Number.parseInt(digits.slice(i, i + 2), 36);
      if (units > 0) widths.set(first + i / 2, units / 1000);
    }
  }
  return widths;
}

const tables: Partial<Record<Weight, Map<number, number>>> = {};

function advance(character: string, weight: Weight): number {
  tables[weight] ??= table(weight);
  const known = tables[weight].get(character.codePointAt(0)!);
  if (known !== undefined) return known;
  if (/\p{Mark}|\p{Cf}|\p{Cc}/u.test(character)) return 0;
  // Scripts that the font lacks are drawn by a fallback font: East Asian characters fill their em square.
  return /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}|[\u3000-\u303f\uff00-\uff60]/u.test(
    character,
  )
    ? 1
    : 0.62;
}

/** The width of one line of text in pixels, without kerning. */
export function textWidth(content: string, size: number, weight: Weight = 'regular'): number {
  let ems = 0;
  for (const character of content) ems += advance(character, weight);
  return ems * size;
}

/** The widest of several texts in pixels; 0 for none. */
export function widest(contents: readonly string[], size: number, weight: Weight = 'regular'): number {
  return contents.reduce((most, content) => Math.max(most, textWidth(content, size, weight)), 0);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** `content` cut at a grapheme with "…" so that it is at most `width` pixels wide; unchanged where it fits. */
export function truncate(content: string, width: number, size: number, weight: Weight = 'regular'): string {
  if (textWidth(content, size, weight) <= width) return content;
  let kept = '';
  for (const { segment } of graphemes.segment(content)) {
    if (textWidth(`${kept}${segment}…`, size, weight) > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * `content` with its middle left out ("Educational…number 12") so that it is at most `width` pixels wide: names
 * of one kind often differ only at their end.
 */
export function truncateMiddle(content: string, width: number, size: number): string {
  if (textWidth(content, size) <= width) return content;
  const parts = [...graphemes.segment(content)].map(({ segment }) => segment);
  let best = '…';
  for (let kept = 1; kept < parts.length; kept++) {
    const tail = Math.floor(kept * 0.4);
    const head = parts
      .slice(0, kept - tail)
      .join('')
      .trimEnd();
    const shown = `${head}…${parts
      .slice(parts.length - tail)
      .join('')
      .trimStart()}`;
    if (textWidth(shown, size) > width) break;
    best = shown;
  }
  return best;
}

/** `content` broken at spaces into lines of at most `width` pixels; a word longer than that is cut with "…". */
export function wrap(content: string, width: number, size: number, weight: Weight = 'regular'): string[] {
  const lines: string[] = [];
  for (const word of content.split(/\s+/).filter((part) => part !== '')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(joined, size, weight) <= width) lines[lines.length - 1] = joined;
    else lines.push(truncate(word, width, size, weight));
  }
  return lines;
}
