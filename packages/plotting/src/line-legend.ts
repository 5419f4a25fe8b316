import { type DrawnSeries, markerAt } from './line-series.js';
import { type Block, element, text } from './svg.js';
import { textWidth, truncate } from './text-metrics.js';
import { theme } from './theme.js';

type Key = Pick<DrawnSeries, 'name' | 'color' | 'dashed' | 'marker'>;

const key = { width: 26, gap: 7, between: 20, line: 19 } as const;

function keyLine(series: Key, x: number, y: number, width: number): string {
  const stroke = element('line', {
    x1: x,
    x2: x + width,
    y1: y,
    y2: y,
    stroke: series.color,
    'stroke-width': theme.line + 0.3,
    'stroke-dasharray': series.dashed ? theme.dash : undefined,
  });
  return (
    stroke + (series.marker === undefined ? '' : markerAt(series.marker, series.color, x + width / 2, y, 40))
  );
}

/** Legend keys of the two line styles, in a neutral color. */
export const keysOfStyles = ({ solid, dashed }: { solid: string; dashed: string }): Key[] => [
  { name: solid, color: theme.ink.muted, dashed: false, marker: undefined },
  { name: dashed, color: theme.ink.muted, dashed: true, marker: undefined },
];

/**
 * Draws the legend in one row, or where that is wider than `width` in columns of equal width, so that the training and the
 * test line of a run are below each other.
 */
export function topLegend(series: readonly Key[], left: number, width: number): Block {
  const size = theme.font.label;
  const fixed = key.width + key.gap;
  const names = series.map((one) => truncate(one.name, width - fixed, size));
  const widths = names.map((name) => fixed + textWidth(name, size) + key.between);
  const row = widths.reduce((sum, one) => sum + one, -key.between);
  const column = Math.max(...widths);
  const most = row <= width ? series.length : Math.max(1, Math.floor((width + key.between) / column));
  const rows = Math.ceil(series.length / most);
  let [x, markup] = [left, ''];
  series.forEach((one, i) => {
    if (rows > 1) x = left + Math.floor(i / rows) * column;
    const y = (i % rows) * key.line + key.line / 2;
    markup +=
      keyLine(one, x, y, key.width) + text(names[i]!, x + fixed, y + size * 0.35, { 'font-size': size });
    x += widths[i]!;
  });
  return { markup, height: series.length === 0 ? 0 : rows * key.line };
}

const end = { leader: 12, key: 20, gap: 6, line: 16, name: 170 } as const;

/** The width of labels at the line ends, and their shortened names. */
export function endLabels(series: readonly Key[], room: number): { width: number; names: string[] } {
  const size = theme.font.label;
  const fixed = end.leader + end.key + end.gap;
  const names = series.map((one) => truncate(one.name, Math.min(end.name, room - fixed), size));
  return { width: fixed + Math.max(0, ...names.map((name) => textWidth(name, size))), names };
}

/** Tells whether `n` end labels fit above each other. */
export function endLabelsFit(n: number, height: number): boolean {
  return n * end.line <= height;
}

/** Draws labels beside the ends of the lines, moved apart so that none overlap, each connected by a leader line. */
export function drawEndLabels(
  series: readonly DrawnSeries[],
  names: readonly string[],
  x: number,
  [top, bottom]: readonly [number, number],
): string {
  const size = theme.font.label;
  const ends = series.map((one, index) => {
    const last = one.segments.at(-1)?.at(-1);
    return { index, last, wanted: Math.min(Math.max(last?.[1] ?? bottom, top), bottom) };
  });
  ends.sort((a, b) => a.wanted - b.wanted || a.index - b.index);
  const placed = moveApart(
    ends.map(({ wanted }) => wanted),
    end.line,
    top,
    bottom,
  );
  return ends
    .map(({ index, last }, i) => {
      const y = placed[i]!;
      const leader =
        last === undefined
          ? ''
          : element('path', {
              d: `M${last[0] + 3},${Math.min(Math.max(last[1], top), bottom)}L${x + end.leader - 2},${y}`,
              stroke: theme.ink.axis,
              'stroke-width': 0.8,
              fill: 'none',
            });
      const labelX = x + end.leader;
      return (
        leader +
        keyLine(series[index]!, labelX, y, end.key) +
        text(names[index]!, labelX + end.key + end.gap, y + size * 0.35, { 'font-size': size })
      );
    })
    .join('');
}

/**
 * Moves positions at least `gap` apart within [low, high], as near as possible to the rising `wanted` ones (least squares,
 * by pooling adjacent violators: neighbors that collide share their mean).
 */
export function moveApart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const groups: { sum: number; size: number }[] = [];
  const start = ({ sum, size }: { sum: number; size: number }) =>
    Math.max(low, Math.min(high - (size - 1) * gap, sum / size));
  wanted.forEach((value) => {
    groups.push({ sum: value, size: 1 });
    while (groups.length > 1) {
      const [before, last] = [groups.at(-2)!, groups.at(-1)!];
      if (start(before) + before.size * gap <= start(last)) break;
      groups.pop();
      // Each member's wanted position, as a start of the group.
      groups[groups.length - 1] = {
        sum: before.sum + last.sum - before.size * gap * last.size,
        size: before.size + last.size,
      };
    }
  });
  return groups.flatMap((group) => Array.from({ length: group.size }, (_, i) => start(group) + i * gap));
}
