import { group, max } from 'd3-array';
import {
  type Area,
  drawAxes,
  drawable,
  emptyState,
  horizontalScale,
  verticalScale,
  yLabelHeight,
} from './axes.js';
import { checkInterval, checkSize } from './errors.js';
import { formatter, type NumberFormat, shortNumber, tickLabels } from './format.js';
import { type Annotation, drawAnnotations } from './line-annotations.js';
import { drawEndLabels, endLabels, endLabelsFit, keysOfStyles, topLegend } from './line-legend.js';
import { type DrawnSeries, drawSeries, type LineSeries, segments, styleSeries } from './line-series.js';
import { element, figure, header } from './svg.js';
import { textWidth, widest } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** Options of {@link lineChart}. */
export interface LineChartOptions {
  title?: string;
  subtitle?: string;
  /** The accessible description. Default: the range and the last value of each series. */
  description?: string;
  x: {
    label: string;
    /** Tick positions to use instead of round numbers. */
    values?: readonly number[];
    format?: NumberFormat;
    /** The lowest and highest value shown. Default: exactly those of the data. */
    domain?: readonly [number, number];
    /** Default: "linear". On "log", points at 0 and below are gaps. */
    scale?: 'linear' | 'log';
  };
  y: {
    label: string;
    /** The lowest and highest value shown; what lies outside is clipped. Default: the range of the data in round numbers. */
    domain?: readonly [number, number];
    format?: NumberFormat;
    /** Default: "linear". On "log", values of 0 and below are gaps. */
    scale?: 'linear' | 'log';
  };
  series: readonly LineSeries[];
  /** Vertical and horizontal rules with a label. */
  annotations?: readonly Annotation[];
  /** Width in pixels. Default: 720. */
  width?: number;
  /** Height in pixels, everything included. Default: 400. */
  height?: number;
  /**
   * "top": keys in rows under the title. "right": each name beside the end of its line, as long as they fit above
   * each other. Default: "top"; none for a single series.
   */
  legend?: 'top' | 'right' | 'none';
  /**
   * The meaning of solid and dashed lines, such as `{ solid: 'test', dashed: 'train' }`. The legend then names each group
   * once, by its `group`, and explains the two styles.
   */
  styles?: { solid: string; dashed: string };
}

/**
 * Draws learning curves and any other lines over a numeric axis, as an SVG string.
 *
 * @throws {PlotError} On a size below 160 × 120, on a domain that is not two rising finite numbers (above 0
 * on a log scale) and on a bad format.
 *
 * @example
 * lineChart({
 *   title: 'Loss',
 *   x: { label: 'epoch' },
 *   y: { label: 'nats per example' },
 *   series: [
 *     { name: 'train', points: [[1, 1.9], [2, 1.2], [3, 0.9]], dashed: true },
 *     { name: 'test', points: [[1, 1.7], [2, 1.3], [3, 1.2]] },
 *   ],
 *   annotations: [{ axis: 'x', at: 3, label: 'best epoch' }],
 * });
 */
export function lineChart(options: LineChartOptions): string {
  const { series, annotations = [], x: xAxis, y: yAxis } = options;
  const width = checkSize('width', options.width ?? 720, 160);
  const height = checkSize('height', options.height ?? 400, 120);
  const logarithmic = yAxis.scale === 'log';
  const xLogarithmic = xAxis.scale === 'log';
  checkDomain('y', yAxis.domain, logarithmic);
  checkDomain('x', xAxis.domain, xLogarithmic);

  const points = series.flatMap((one) =>
    one.points.filter(([px, py]) => drawable(px, xLogarithmic) && drawable(py, logarithmic)),
  );
  const rules = annotations.filter(({ axis, at }) => drawable(at, axis === 'y' ? logarithmic : xLogarithmic));
  const values = [...points.map(([, py]) => py), ...rules.filter((a) => a.axis === 'y').map((a) => a.at)];

  const head = header(options.title, options.subtitle, width);
  const styles = styleSeries(series, options.styles === undefined ? 2 : 1);
  const named = options.styles === undefined ? styles.map((_, i) => i) : groupHeads(series);
  const keys = named.map((i) =>
    options.styles === undefined
      ? styles[i]!
      : { ...styles[i]!, name: series[i]!.group ?? series[i]!.name, dashed: false },
  );
  const styleKeys = options.styles === undefined ? [] : keysOfStyles(options.styles);
  const names = endLabels(keys, width * 0.4);
  const placement = options.legend ?? (series.length > 1 ? 'top' : 'none');
  const bottom =
    height - spacing.edge - theme.font.tick * 1.5 - (xAxis.label === '' ? 0 : theme.font.label * 1.6);
  const headBottom = spacing.edge - 6 + head.height;
  const besideLines =
    placement === 'right' && points.length > 0 && endLabelsFit(keys.length, bottom - headBottom - 30);
  const legend =
    placement === 'none' || points.length === 0
      ? { markup: '', height: 0 }
      : topLegend([...(besideLines ? [] : keys), ...styleKeys], spacing.edge, width - 2 * spacing.edge);
  const legendTop = headBottom + (head.height > 0 && legend.height > 0 ? spacing.block - 2 : 0);
  const labelTop = legendTop + legend.height + (head.height + legend.height > 0 ? spacing.block - 2 : 0);
  const top = Math.min(labelTop + yLabelHeight(yAxis.label), bottom - 40);

  const y = verticalScale(values, [bottom, top], { logarithmic, domain: yAxis.domain });
  const yFormat = formatter(yAxis.format, y.format);
  const left = spacing.edge + widest(tickLabels(y.ticks, yFormat), theme.font.tick) + 8;
  const xFormat = xAxis.format === undefined ? undefined : formatter(xAxis.format);
  const lastX = textWidth((xFormat ?? shortNumber)(max(points, ([px]) => px) ?? 0), theme.font.tick);
  const right = width - (besideLines ? names.width + 6 : 0) - Math.max(spacing.edge, lastX / 2 + 4);
  const x = horizontalScale(
    points.map(([px]) => px),
    [left, right],
    { format: xFormat, chosen: xAxis.values, domain: xAxis.domain, logarithmic: xLogarithmic },
  );
  const area: Area = { left, right, top, bottom };

  const drawn: DrawnSeries[] = styles.map((style, i) => ({
    ...style,
    segments: segments(series[i]!.points, x, y, { x: xLogarithmic, y: logarithmic }),
  }));
  const outlines = drawn.flatMap((one) => one.segments.flatMap(alongLine));
  const notes = drawAnnotations(points.length === 0 ? [] : rules, x, y, area, outlines);

  return figure({
    width,
    height,
    title: options.title ?? `${yAxis.label} by ${xAxis.label}`,
    description: options.description ?? describe(options, logarithmic),
    body: [
      shift(head.markup, spacing.edge - 6),
      shift(legend.markup, legendTop),
      drawAxes({
        x,
        y,
        area,
        xFormat: x.format,
        yFormat,
        xLabel: xAxis.label,
        yLabel: yAxis.label,
        empty: points.length === 0,
      }),
      notes.rules,
      points.length === 0 ? emptyState(area) : clipped(area, drawSeries(drawn)),
      notes.labels,
      besideLines
        ? drawEndLabels(
            keys.map((key, i) => ({ ...key, segments: drawn[named[i]!]!.segments })),
            names.names,
            right,
            [top, bottom],
          )
        : '',
    ].join(''),
  });
}

function checkDomain(
  axis: 'x' | 'y',
  domain: readonly [number, number] | undefined,
  logarithmic: boolean,
): void {
  if (domain === undefined) return;
  checkInterval(`${axis}.domain`, domain, {
    valid: (value) => drawable(value, logarithmic),
    expected: `two rising finite numbers${logarithmic ? ' above 0' : ''}`,
  });
}

function shift(markup: string, y: number): string {
  return markup === '' ? '' : element('g', { transform: `translate(0,${y})` }, markup);
}

/** Clips to the plot area, with room for line widths. A nested svg clips without an id. */
function clipped({ left, right, top, bottom }: Area, markup: string): string {
  const edge = 5;
  const [x, y, width, height] = [left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge];
  return element('svg', { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }, markup);
}

/** Points every few pixels along a run, so that a label can keep clear of the line between two data points. */
function alongLine(run: readonly (readonly [number, number])[]): [number, number][] {
  return run.flatMap(([x, y], i) => {
    const [x2, y2] = run[i + 1] ?? [x, y];
    const steps = Math.min(100, Math.ceil(Math.hypot(x2 - x, y2 - y) / 5)) || 1;
    return Array.from({ length: steps }, (_, step): [number, number] => [
      x + ((x2 - x) * step) / steps,
      y + ((y2 - y) * step) / steps,
    ]);
  });
}

/** The series of each group that is labeled at its end: the first solid one with points, else the first. */
function groupHeads(series: readonly LineSeries[]): number[] {
  const groups = group(series.keys(), (i) => series[i]!.group ?? series[i]!.name);
  return [...groups.values()].map(
    (members) => members.find((i) => !series[i]!.dashed && series[i]!.points.length > 0) ?? members[0]!,
  );
}

function describe({ x, y, series }: LineChartOptions, logarithmic: boolean): string {
  const format = formatter(y.format);
  const lines = series.map(({ name, points }) => {
    const finite = points.filter(([px, py]) => drawable(px) && drawable(py, logarithmic));
    if (finite.length === 0) return `${name}: no points.`;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [, py] of finite) [low, high] = [Math.min(low, py), Math.max(high, py)];
    const [lastX, lastY] = finite.at(-1)!;
    const range = `from ${format(low)} to ${format(high)}`;
    return `${name}: ${finite.length} points ${range}, ${format(lastY)} at ${x.label} ${shortNumber(lastX)}.`;
  });
  return `Line chart of ${y.label} by ${x.label}. ${lines.join(' ') || 'No series.'}`;
}
