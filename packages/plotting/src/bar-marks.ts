import { drawable } from './axes.js';
import type { Bar } from './bar-chart.js';
import { formatter, type NumberFormat, PlotError } from './format.js';
import { element, text } from './svg.js';
import { theme } from './theme.js';

/** A bar with everything decided but its place. */
export interface DrawnBar {
  label: string;
  value: number | undefined;
  low: number | undefined;
  high: number | undefined;
  reference: number | undefined;
  color: string;
  text: string;
  /** The reference as it is written; empty where there is none. */
  referenceText: string;
}

/** What both orientations start from. */
export interface BarLayout {
  bars: DrawnBar[];
  /** Every number that the value axis has to hold. */
  values: number[];
  valueLabel: string;
  format: ((value: number) => string) | undefined;
  domain: readonly [number, number] | undefined;
  baseline: { at: number; label: string } | undefined;
  /** What the marks of references are, if there are any. */
  reference: string | undefined;
  width: number;
  height: number | undefined;
  /** Where the space under the title begins. */
  top: number;
}

/** How the baseline rule is drawn. */
export const ruleStyle = {
  stroke: theme.ink.strong,
  'stroke-width': 1.3,
  'stroke-dasharray': '1.5 3',
  'stroke-linecap': 'round',
} as const;

/** A paper-colored edge for text that may stand on a rule of the grid. */
export const halo = {
  stroke: theme.paper,
  'stroke-width': 3.5,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
} as const;

const finite = (value: number | undefined) => (value !== undefined && drawable(value) ? value : undefined);

/** Checks the numbers and decides colors and texts. */
export function prepareBars(
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
  if (domain !== undefined && !(domain.every(Number.isFinite) && domain[0] < domain[1])) {
    throw new PlotError(`value.domain must be two rising finite numbers, received [${domain.join(', ')}].`);
  }
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

/**
 * A line across a bar with a diamond on it, over a paper-colored edge so that it shows on a bar too.
 *
 * @param axis - Along which the values run.
 * @param at - The place of the value; `center` and `thick` are those of the bar.
 */
export function referenceMark(axis: 'x' | 'y', at: number, center: number, thick: number): string {
  const half = thick / 2 + 2.5;
  const d = axis === 'x' ? `M${at},${center - half}v${2 * half}` : `M${center - half},${at}h${2 * half}`;
  const line = (stroke: string, width: number) =>
    element('path', { d, fill: 'none', stroke, 'stroke-width': width });
  const [x, y] = axis === 'x' ? [at, center] : [center, at];
  const diamond = `M${x},${y - 6}l4,6l-4,6l-4,-6z`;
  const style = { fill: theme.series[1], stroke: theme.ink.strong, 'stroke-width': 1.1 };
  return line(theme.paper, 4.5) + line(theme.ink.strong, 1.4) + element('path', { d: diamond, ...style });
}

/** A diamond on its own, before the number it stands for. */
export const smallDiamond = (x: number, y: number): string =>
  element('path', {
    d: `M${x},${y - 4}l2.7,4l-2.7,4l-2.7,-4z`,
    fill: theme.series[1],
    stroke: theme.ink.strong,
    'stroke-width': 0.8,
  });

/** The key that says what marks of references are, and the width it takes. */
export function referenceKey(label: string, x: number, y: number): string {
  const size = theme.font.tick;
  return referenceMark('x', x + 5, y, 15) + text(label, x + 15, y + size * 0.35, { 'font-size': size });
}

/** An error bar with caps, along either axis, over a paper-colored edge so that it shows on a dark bar too. */
export function whisker(axis: 'x' | 'y', from: number, to: number, across: number): string {
  const cap = 3.5;
  const d =
    axis === 'x'
      ? `M${from},${across - cap}v${2 * cap}M${from},${across}H${to}M${to},${across - cap}v${2 * cap}`
      : `M${across - cap},${from}h${2 * cap}M${across},${from}V${to}M${across - cap},${to}h${2 * cap}`;
  const line = (stroke: string, width: number) =>
    element('path', { d, fill: 'none', stroke, 'stroke-width': width });
  return line(theme.paper, 3.6) + line(theme.ink.strong, 1.4);
}
