import { horizontalBars, verticalBars } from './bar-layouts.js';
import { type BarLayout, prepareBars } from './bar-marks.js';
import { checkSize, formatter, type NumberFormat } from './format.js';
import { element, figure, header } from './svg.js';
import { spacing } from './theme.js';

/** One bar. */
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

/** What {@link barChart} draws. */
export interface BarChartOptions {
  title?: string;
  subtitle?: string;
  /** From top to bottom, or left to right. */
  bars: readonly Bar[];
  /** "horizontal" has room for long labels. Default "horizontal". */
  orientation?: 'horizontal' | 'vertical';
  /** What the values are. */
  value: {
    label: string;
    format?: NumberFormat;
    /** Default: round numbers around 0 and all values. */
    domain?: readonly [number, number];
  };
  /** A rule across all bars, such as the accuracy of always naming the largest class. */
  baseline?: { at: number; label: string };
  /** What the marks at the bars' references are. Default "reported". */
  reference?: { label: string };
  /** Gives all bars but the longest or the shortest a quiet color. Default "none". */
  highlight?: 'max' | 'min' | 'none';
  /** Pixels. Default 640. */
  width?: number;
  /** Pixels. Default: 28 per bar where horizontal, 360 where vertical. */
  height?: number;
}

/**
 * Values side by side as bars that start at 0, as an SVG string, with each value written at its bar.
 *
 * Throws {@link PlotError} on a size below 200 × 100, on a domain that is not two rising finite numbers and on a
 * bad format.
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
    body: element('g', { transform: `translate(0,${spacing.edge - 6})` }, head.markup) + markup,
  });
}
