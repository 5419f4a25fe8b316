import { element, text } from './svg.js';
import { theme } from './theme.js';

/** A checked bar with its color and texts, before the layout. */
export interface DrawnBar {
  label: string;
  value: number | undefined;
  low: number | undefined;
  high: number | undefined;
  reference: number | undefined;
  color: string;
  text: string;
  /** The formatted reference; empty where there is none. */
  referenceText: string;
}

/** The input of both layouts. */
export interface BarLayout {
  bars: DrawnBar[];
  /** Every number that the value axis has to include. */
  values: number[];
  valueLabel: string;
  format: ((value: number) => string) | undefined;
  domain: readonly [number, number] | undefined;
  baseline: { at: number; label: string } | undefined;
  /** The label of the references, if there are any. */
  reference: string | undefined;
  width: number;
  height: number | undefined;
  /** The lower edge of the header. */
  top: number;
}

/** The stroke of the baseline rule. */
export const ruleStyle = {
  stroke: theme.ink.strong,
  'stroke-width': 1.3,
  'stroke-dasharray': '1.5 3',
  'stroke-linecap': 'round',
} as const;

/** A paper-colored outline for text over grid lines. */
export const halo = {
  stroke: theme.paper,
  'stroke-width': 3.5,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
} as const;

/**
 * A line across a bar with a diamond on it, with a paper-colored outline so that it shows on a bar, too.
 *
 * @param axis - The axis of the values.
 * @param at - The position of the value; `center` and `thick` are those of the bar.
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

/** A diamond alone, before a reference in numbers. */
export const smallDiamond = (x: number, y: number): string =>
  element('path', {
    d: `M${x},${y - 4}l2.7,4l-2.7,4l-2.7,-4z`,
    fill: theme.series[1],
    stroke: theme.ink.strong,
    'stroke-width': 0.8,
  });

/** The legend of the references. */
export function referenceKey(label: string, x: number, y: number): string {
  const size = theme.font.tick;
  return referenceMark('x', x + 5, y, 15) + text(label, x + 15, y + size * 0.35, { 'font-size': size });
}

/** An error bar with caps, along either axis, with a paper-colored outline so that it shows on a dark bar, too. */
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
