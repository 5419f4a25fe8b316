import { drawable, horizontalScale, verticalScale } from './axes.js';
import { PlotError } from './errors.js';
import { formatter, type NumberFormat } from './format.js';

/** One line of a {@link terminalLineChart}. */
export interface TerminalSeries {
  name: string;
  /** `[x, y]` pairs. A value that is not finite breaks the line. */
  points: readonly (readonly [x: number, y: number])[];
}

/** Options of {@link terminalLineChart}. */
export interface TerminalLineChartOptions {
  series: readonly TerminalSeries[];
  /** Width in characters, everything included, at least 24. Default: 72. */
  width?: number;
  /** Height in lines, everything included, at least 6. Default: 14. */
  height?: number;
  /** The label above the vertical axis. */
  yLabel?: string;
  /** The label of the horizontal axis. */
  xLabel?: string;
  /** The format of the tick labels. */
  format?: NumberFormat;
  /** The lowest and highest y. Default: the range of the data. */
  domain?: readonly [number, number];
  /** Distinguishes lines by ANSI colors; without, by a character for each. Default: false. */
  color?: boolean;
}

const colors = [34, 33, 36, 35, 32, 31];
const glyphs = '•×+o#*';

/**
 * Draws a small line chart for a terminal. One line, or several in color, are drawn in braille dots (2 × 4 per character);
 * several without color in one character each.
 *
 * @throws {PlotError} On a size that is too small.
 *
 * @example
 * console.log(terminalLineChart({ series: [{ name: 'loss', points: [[1, 2.1], [2, 1.4], [3, 1.1]] }], xLabel: 'epoch' }));
 */
export function terminalLineChart(options: TerminalLineChartOptions): string {
  const { series, width = 72, height = 14, color = false, xLabel = '', yLabel = '' } = options;
  if (!(width >= 24 && height >= 6)) {
    throw new PlotError(
      `A chart in characters needs at least 24 columns and 6 lines, received ${width} and ${height}.`,
    );
  }
  const points = series.flatMap((one) => one.points.filter(([x, y]) => drawable(x) && drawable(y)));
  const legend = series.length > 1 ? legendLine(series, color, width) : '';
  const head = [yLabel.slice(0, width), ...(legend === '' ? [] : [legend])].filter((line) => line !== '');
  if (points.length === 0) return [...head, 'No points yet'].join('\n');

  const rows = Math.max(2, Math.floor(height) - head.length - 2);
  const scale = verticalScale(
    points.map(([, y]) => y),
    [rows * 4 - 1, 0],
    { domain: options.domain },
  );
  const format = formatter(options.format, scale.format);
  const ticks = verticalTicks(scale.domain, rows);
  const labels = ticks.map(format);
  const gutter = Math.max(...labels.map((label) => label.length));
  const columns = Math.floor(width) - gutter - 2;
  if (columns < 4)
    throw new PlotError(
      `A chart in characters needs more than ${gutter + 6} columns for labels such as "${labels[0]}", received ${width}.`,
    );
  const x = horizontalScale(
    points.map(([value]) => value),
    [0, columns * 2 - 1],
  );

  // Braille dots cannot distinguish two lines without color: then a dot is a whole character.
  const plain = series.length > 1 && !color;
  const [perColumn, perRow] = plain ? [2, 4] : [1, 1];
  const paper = canvas(columns, rows);
  series.forEach((one, owner) => {
    let last: readonly [number, number] | undefined;
    for (const [px, py] of one.points) {
      const point =
        drawable(px) && drawable(py)
          ? ([snap(x(px), perColumn), snap(scale(py), perRow)] as const)
          : undefined;
      if (point !== undefined) paper.line(...(last ?? point), ...point, owner);
      last = point;
    }
  });
  const body = paper.rows().map(({ characters, owners }, row) => {
    const tick = ticks.findIndex((value) => Math.round(scale(value)) >> 2 === row);
    const drawn = characters.map((character, i) =>
      ink(character, owners[i]!, plain, color && series.length > 1),
    );
    const label = (tick < 0 ? '' : labels[tick]!).padStart(gutter);
    return `${label} ${tick < 0 ? '│' : '┤'}${drawn.join('')}`.trimEnd();
  });
  const axis = `${' '.repeat(gutter)} └${'─'.repeat(columns)}`;
  return [...head, ...body, axis, xLine(x.domain, gutter + 2, columns, xLabel)].join('\n');
}

function snap(value: number, size: number): number {
  return Math.floor(value / size) * size + (size >> 1);
}

/** Top, bottom, and the middle where there are enough rows. */
function verticalTicks([low, high]: readonly [number, number], rows: number): number[] {
  return rows >= 5 ? [high, high / 2 + low / 2, low] : [high, low];
}

function ink(character: string, owner: number, plain: boolean, color: boolean): string {
  if (owner < 0) return character;
  if (plain) return glyphs[owner % glyphs.length]!;
  return color ? `\u001b[${colors[owner % colors.length]}m${character}\u001b[39m` : character;
}

function legendLine(series: readonly TerminalSeries[], color: boolean, width: number): string {
  let used = 0;
  const keys: string[] = [];
  series.forEach(({ name }, i) => {
    used += name.length + 4;
    if (used - 2 > width) return;
    keys.push(`${color ? ink('━', i, false, true) : glyphs[i % glyphs.length]} ${name}`);
  });
  return keys.join('  ');
}

function xLine(
  [low, high]: readonly [number, number],
  indent: number,
  columns: number,
  label: string,
): string {
  const format = formatter(undefined);
  // A single point has a domain of its own making; its one value is in the middle.
  const single = high - low === 1 && !Number.isInteger(low);
  if (single) return `${' '.repeat(indent + Math.floor(columns / 2))}${format(low + 0.5)} ${label}`.trimEnd();
  const [start, end] = [format(low), format(high)];
  const between = columns - start.length - end.length;
  if (between < 1) return `${' '.repeat(indent)}${start}`;
  const middle = label.length + 2 <= between ? label : '';
  const before = Math.floor((between - middle.length) / 2);
  return `${' '.repeat(indent)}${start}${' '.repeat(before)}${middle}${' '.repeat(between - before - middle.length)}${end}`;
}

/** A canvas of dots, 2 × 4 per character, in Unicode braille. */
interface Canvas {
  /** Draws the straight line between two dots, both included, clipped to the canvas. */
  line(x0: number, y0: number, x1: number, y1: number, owner: number): void;
  /** The characters of each row, and the owner that drew last in each (-1 for none). */
  rows(): { characters: string[]; owners: number[] }[];
}

const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Creates a canvas of `columns` × `rows` characters. Dots count from the upper left corner. */
function canvas(columns: number, rows: number): Canvas {
  const bits = new Uint8Array(columns * rows);
  const owners = new Int16Array(columns * rows).fill(-1);

  function dot(x: number, y: number, owner: number): void {
    if (x < 0 || y < 0 || x >= columns * 2 || y >= rows * 4) return;
    const cell = (y >> 2) * columns + (x >> 1);
    bits[cell]! |= dots[y & 3]![x & 1]!;
    owners[cell] = owner;
  }

  return {
    line(x0, y0, x1, y1, owner) {
      const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
      for (let i = 0; i <= steps; i++) {
        dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), owner);
      }
    },
    rows() {
      return Array.from({ length: rows }, (_, row) => {
        const cells = bits.subarray(row * columns, (row + 1) * columns);
        return {
          characters: Array.from(cells, (mask) => (mask === 0 ? ' ' : String.fromCodePoint(0x2800 + mask))),
          owners: [...owners.subarray(row * columns, (row + 1) * columns)],
        };
      });
    },
  };
}

const blocks = '▁▂▃▄▅▆▇█';

/** Options of {@link sparkline}. */
export interface SparklineOptions {
  /** The values of the lowest and the highest block. Default: the range of the data. */
  domain?: readonly [number, number];
  /** Maximum width in characters; longer data is averaged in groups. Default: one character per value. */
  width?: number;
}

/**
 * Draws values as one line of block characters. A value that is not finite is a space; values that are all equal are
 * drawn at half height.
 *
 * @example
 * sparkline([1, 5, 22, 13, 5]); // '▁▂█▅▂'
 */
export function sparkline(values: readonly number[], options: SparklineOptions = {}): string {
  const shown = options.width === undefined ? values : condense(values, options.width);
  const finite = shown.filter(Number.isFinite);
  const low = options.domain?.[0] ?? finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = options.domain?.[1] ?? finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const top = blocks.length - 1;
  return shown
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      // Divided before it is subtracted: high - low may overflow.
      const share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
      return blocks[Math.max(0, Math.min(top, Math.round(share * top)))];
    })
    .join('');
}

/** Averages neighbors in `width` groups; fewer values stay as they are. */
function condense(values: readonly number[], width: number): number[] {
  const groups = Math.max(1, Math.floor(width));
  if (values.length <= groups) return [...values];
  return Array.from({ length: groups }, (_, i) => {
    const start = Math.floor((i * values.length) / groups);
    const group = values.slice(start, Math.floor(((i + 1) * values.length) / groups)).filter(Number.isFinite);
    return group.reduce((mean, value) => mean + value / group.length, group.length === 0 ? Number.NaN : 0);
  });
}
