import { extent } from 'd3-array';
import { drawable } from './axes.js';
import { ramp } from './color-scale.js';
import { checkInterval, PlotError } from './errors.js';
import { formatter, type NumberFormat, shortNumber } from './format.js';
import { type Cell, cellSize, emptyGrid, gridFigure } from './grid-figure.js';
import { theme } from './theme.js';

/** Options of {@link heatmap}. */
export interface HeatmapOptions {
  title?: string;
  subtitle?: string;
  /** The columns. */
  x: { label: string; labels: readonly string[] };
  /** The rows, from top to bottom. */
  y: { label: string; labels: readonly string[] };
  /** `values[row][column]`. A value that is not finite leaves its cell white with a dash. */
  values: readonly (readonly number[])[];
  /** The format of the values, in the cells and at the color bar. Default: up to four significant digits. */
  format?: NumberFormat;
  /** The values of the lightest and the darkest color. Default: the lowest and highest value. */
  domain?: readonly [number, number];
  /** Frames the cells that hold the highest or lowest value. Default: "none". */
  highlight?: 'max' | 'min' | 'none';
  /** Width in pixels. Default: as wide as the columns need. */
  width?: number;
}

/**
 * Draws a heatmap as an SVG string: values over two labeled axes, such as the accuracy over two hyperparameters of a grid
 * search.
 *
 * @throws {PlotError} When `values` does not have one row per y label and one column per x label, on a domain that is not
 * two rising finite numbers, and when `width` is too small for the labels.
 *
 * @example
 * heatmap({
 *   title: 'Test accuracy',
 *   x: { label: 'filters of conv 2', labels: ['20', '40'] },
 *   y: { label: 'conv 1', labels: ['10', '30'] },
 *   values: [[0.54, 0.56], [0.57, 0.58]],
 *   highlight: 'max',
 * });
 */
export function heatmap(options: HeatmapOptions): string {
  const { title, x, y, values, highlight = 'none' } = options;
  checkGrid(options);
  const finite = values.flat().filter((value) => drawable(value));
  const [low, high] = extent(finite);
  if (low === undefined || high === undefined) return emptyGrid(title, 'Heatmap', 'No values yet');

  const format = formatter(options.format);
  const domain = options.domain ?? [low, high];
  const color = ramp(domain);
  const framed = highlight === 'max' ? high : highlight === 'min' ? low : Number.NaN;
  const cells = values.map((row, i) =>
    row.map(
      (value, j): Cell =>
        drawable(value)
          ? {
              color: color(value),
              label: format(value),
              tooltip: `${y.label} ${y.labels[i]}, ${x.label} ${x.labels[j]}: ${format(value)}`,
              framed: value === framed,
            }
          : {
              color: theme.paper,
              label: '–',
              tooltip: `${y.label} ${y.labels[i]}, ${x.label} ${x.labels[j]}: no value`,
            },
    ),
  );
  const size = cellSize(x.labels.length);
  return gridFigure({
    title,
    subtitle: options.subtitle,
    name: 'Heatmap',
    description: `Heatmap of ${y.labels.length} rows (${y.label}) by ${x.labels.length} columns (${x.label}), ${locate(options, low)} to ${locate(options, high)}.`,
    xLabel: x.label,
    yLabel: y.label,
    columns: x.labels,
    rows: y.labels,
    cells,
    bar: { domain, color, format: formatter(options.format, shortNumber) },
    cell: { width: size, height: Math.min(size, 46) },
    width: options.width,
  });
}

/** A value with its row and column, for the description. */
function locate({ values, x, y, format }: HeatmapOptions, wanted: number): string {
  const i = values.findIndex((row) => row.includes(wanted));
  const j = values[i]!.indexOf(wanted);
  return `${formatter(format)(wanted)} at ${y.label} ${y.labels[i]}, ${x.label} ${x.labels[j]}`;
}

/**
 * Checks that the values match the labels.
 *
 * @throws {PlotError} When they do not, and on a bad domain.
 */
export function checkGrid({
  values,
  x,
  y,
  domain,
}: Pick<HeatmapOptions, 'values' | 'x' | 'y' | 'domain'>): void {
  const [rows, columns] = [y.labels.length, x.labels.length];
  if (values.length !== rows) {
    throw new PlotError(`values must have one row per y label (${rows}), received ${values.length}.`);
  }
  values.forEach((row, i) => {
    if (row.length === columns) return;
    throw new PlotError(
      `values[${i}] must have one column per x label (${columns}), received ${row.length}.`,
    );
  });
  if (domain !== undefined) checkInterval('domain', domain);
}
