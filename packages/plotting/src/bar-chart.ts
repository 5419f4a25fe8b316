import { drawable } from './axes.js';
import { horizontalBars, verticalBars } from './bar-layouts.js';
import type { BarLayout, DrawnBar } from './bar-marks.js';
import { checkInterval, checkSize } from './errors.js';
import { formatter, type NumberFormat } from './format.js';
import { figure, header, placeHeader } from './svg.js';
import { spacing, theme } from './theme.js';

/** One bar of a {@link barChart}. */
export interface Bar {
  label: string;
  /** A value that is not finite is written as "–" and has no bar. */
  value: number;
  /** The lower end of the error bar, on the scale of the values. */
  low?: number;
  /** The upper end of the error bar. */
  high?: number;
  /**
   * A value to compare with, such as a published one: marked at the bar, and written beside a horizontal one. See
   * {@link BarChartOptions.reference}.
   */
  reference?: number;
  /** Any SVG color. Default: the theme's first series color. */
  color?: string;
}

/** Options of {@link barChart}. */
export interface BarChartOptions {
  title?: string;
  subtitle?: string;
  /** The bars, from top to bottom or left to right. */
  bars: readonly Bar[];
  /** "horizontal" has room for long labels. Default: "horizontal". */
  orientation?: 'horizontal' | 'vertical';
  /** The axis of the values: its label, format and domain. */
  value: {
    label: string;
    format?: NumberFormat;
    /** The lowest and highest value of the axis. Default: round numbers around 0 and all values. */
    domain?: readonly [number, number];
  };
  /** A rule across all bars, such as the accuracy of always predicting the most frequent class. */
  baseline?: { at: number; label: string };
  /** The meaning of the bars' references, for the legend. Default: "reported". */
  reference?: { label: string };
  /** Draws all bars but the longest or the shortest in a quiet color. Default: "none". */
  highlight?: 'max' | 'min' | 'none';
  /** Width in pixels. Default: 640. */
  width?: number;
  /** Height in pixels. Default: 28 per bar where horizontal, 360 where vertical. */
  height?: number;
}

/**
 * Draws a bar chart as an SVG string: bars that start at 0, with each value written at its bar, error bars, references
 * and a baseline.
 *
 * @throws {PlotError} On a size below 200 × 100, on a domain that is not two rising finite numbers and on a bad format.
 *
 * @example
 * barChart({
 *   title: 'Best accuracy by optimizer',
 *   value: { label: 'test accuracy', format: '.1%' },
 *   bars: [
 *     { label: 'SGD', value: 0.589, low: 0.578, high: 0.6, reference: 0.58 },
 *     { label: 'Adam', value: 0.63, low: 0.619, high: 0.641 },
 *   ],
 *   baseline: { at: 0.1, label: 'chance' },
 * });
 */
export function barChart(options: BarChartOptions): string {
  const { title, subtitle, bars, value, baseline, orientation = 'horizontal', highlight = 'none' } = options;
  const width = checkSize('width', options.width ?? 640, 200);
  const head = header(title, subtitle, width);
  const layout: BarLayout = {
    ...prepareBars(bars, { ...value, baseline, highlight }),
    reference: bars.some((bar) => bar.reference !== undefined && Number.isFinite(bar.reference))
      ? (options.reference?.label ?? 'reported')
      : undefined,
    width,
    height: options.height === undefined ? undefined : checkSize('height', options.height, 100),
    top: spacing.edge - 6 + head.height + (head.height > 0 ? spacing.block : 0),
  };
  const { markup, bottom } = (orientation === 'horizontal' ? horizontalBars : verticalBars)(layout);
  const format = formatter(value.format);
  const list = bars.map(({ label, value: own, reference }) => {
    const shown = `${label} ${Number.isFinite(own) ? format(own) : 'without a value'}`;
    if (reference === undefined || !Number.isFinite(reference)) return shown;
    return `${shown} (${layout.reference} ${format(reference)})`;
  });
  const rule = baseline === undefined ? '' : ` Baseline: ${baseline.label} ${format(baseline.at)}.`;
  return figure({
    width,
    height: bottom,
    title: title ?? value.label,
    description: `Bar chart of ${value.label}. ${list.join(', ') || 'No bars'}.${rule}`,
    body: placeHeader(head.markup) + markup,
  });
}

const finite = (value: number | undefined) => (value !== undefined && drawable(value) ? value : undefined);

/** Checks the numbers and chooses colors and texts. */
function prepareBars(
  bars: readonly Bar[],
  options: {
    label: string;
    format?: NumberFormat;
    domain?: readonly [number, number];
    baseline?: { at: number; label: string };
    highlight: 'max' | 'min' | 'none';
  },
): Omit<BarLayout, 'width' | 'height' | 'top' | 'reference'> {
  const { domain, highlight } = options;
  if (domain !== undefined) checkInterval('value.domain', domain);
  const known = bars.map(({ value }) => value).filter((value) => drawable(value));
  const best = highlight === 'max' ? Math.max(...known) : Math.min(...known);
  const write = formatter(options.format);
  const drawn = bars.map((bar): DrawnBar => {
    const value = finite(bar.value);
    const quiet = highlight !== 'none' && value !== best;
    return {
      label: bar.label,
      value,
      low: finite(bar.low),
      high: finite(bar.high),
      reference: finite(bar.reference),
      referenceText: finite(bar.reference) === undefined ? '' : write(bar.reference!),
      color: bar.color ?? (quiet ? theme.quiet : theme.series[0]),
      text: value === undefined ? '–' : write(value),
    };
  });
  const baseline = finite(options.baseline?.at) === undefined ? undefined : options.baseline;
  const values = [
    0,
    baseline?.at,
    ...drawn.flatMap(({ value, low, high, reference }) => [value, low, high, reference]),
  ];
  return {
    bars: drawn,
    values: values.filter((value) => value !== undefined),
    valueLabel: options.label,
    format: options.format === undefined ? undefined : write,
    domain,
    baseline,
  };
}
