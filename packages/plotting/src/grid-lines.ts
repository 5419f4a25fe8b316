import { formatter, type NumberFormat } from './format.js';
import type { HeatmapOptions } from './heatmap.js';
import { checkGrid } from './heatmap.js';
import { lineChart } from './line-chart.js';

/** Options of {@link gridLines}: the values of a {@link heatmap}. */
export interface GridLinesOptions extends Pick<HeatmapOptions, 'title' | 'subtitle' | 'x' | 'y' | 'values'> {
  /** The axis of the values: its label, such as "test accuracy", format and domain. */
  value: { label: string; format?: NumberFormat; domain?: readonly [number, number] };
  /**
   * "rows": a line for each row over the columns. "all": one line through all cells, row after row, with a rule where a
   * row begins. Default: "rows".
   */
  layout?: 'rows' | 'all';
  /** Draws a rule at the highest value, labeled with its row and column. Default: "none". */
  highlight?: 'max' | 'none';
  /** Width in pixels. Default: 720. */
  width?: number;
  /** Height in pixels. Default: 400. */
  height?: number;
}

/**
 * Draws the values of a heatmap, such as the accuracy over two hyperparameters of a grid search, as lines in an SVG string.
 * A value that is not finite is a gap.
 *
 * @throws {PlotError} When `values` does not have one row per y label and one column per x label.
 *
 * @example
 * gridLines({
 *   title: 'Test accuracy by filters',
 *   x: { label: 'filters of conv 2', labels: ['20', '40'] },
 *   y: { label: 'conv 1', labels: ['10', '30'] },
 *   values: [[0.54, 0.56], [0.57, 0.58]],
 *   value: { label: 'test accuracy' },
 * });
 */
export function gridLines(options: GridLinesOptions): string {
  const { x, y, values, value, layout = 'rows', highlight = 'none' } = options;
  checkGrid(options);
  const columns = x.labels.length;
  const cells = values.flatMap((row, i) => row.map((one, j) => ({ one, i, j, at: i * columns + j })));
  const best = cells.reduce<(typeof cells)[number] | undefined>(
    (most, cell) => (Number.isFinite(cell.one) && !(cell.one <= (most?.one ?? -Infinity)) ? cell : most),
    undefined,
  );
  const name = best && `${y.labels[best.i]}, ${x.labels[best.j]}: ${formatter(value.format)(best.one)}`;
  const mark =
    highlight === 'max' && best ? [{ axis: 'y' as const, at: best.one, label: `best ${name}` }] : [];
  const common = {
    ...(options.title !== undefined && { title: options.title }),
    ...(options.subtitle !== undefined && { subtitle: options.subtitle }),
    ...(options.width !== undefined && { width: options.width }),
    ...(options.height !== undefined && { height: options.height }),
    y: value,
  };
  if (layout === 'rows') {
    return lineChart({
      ...common,
      legend: 'right',
      x: { label: x.label, values: x.labels.map((_, j) => j), format: (j) => x.labels[j] ?? '' },
      series: values.map((row, i) => ({
        name: `${y.label}: ${y.labels[i]}`,
        points: row.map((one, j) => [j, one] as const),
      })),
      annotations: mark,
    });
  }
  return lineChart({
    ...common,
    x: {
      label: x.label,
      values: cells.map(({ at }) => at),
      format: (at) => x.labels[at % columns] ?? '',
      ...(cells.length > 0 && { domain: [-0.5, cells.length - 0.5] }),
    },
    series: [{ name: value.label, points: cells.map(({ at, one }) => [at, one] as const), marker: 'circle' }],
    annotations: [
      ...y.labels.map((label, i) => ({
        axis: 'x' as const,
        at: i * columns - 0.5,
        label: `${y.label}: ${label}`,
      })),
      ...mark,
    ],
  });
}
