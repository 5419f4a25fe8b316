import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { shortNumber, tickLabels } from './format.js';
import { element, emptyMessage, text } from './svg.js';
import { textWidth, truncate } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** A scale of an axis: maps a value to its position in pixels, with its domain and the ticks to label. */
export interface AxisScale {
  (value: number): number;
  domain: readonly [number, number];
  ticks: number[];
  /** Formats a tick where the caller gave no format. */
  format: (value: number) => string;
}

/** Values beyond this magnitude are not drawn: a domain over them would overflow. */
const largest = 1e300;

/** Tells whether a value can be drawn on a linear or logarithmic axis. */
export function drawable(value: number, logarithmic = false): boolean {
  return Math.abs(value) <= largest && (!logarithmic || value >= 1 / largest);
}

/** How far to widen a range that is a single value, to within rounding; 0 for a proper range. */
function padding(low: number, high: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, 1e-290)) return 0;
  return size > 1e-280 ? size * 0.1 : 0.5;
}

function axisScale(
  position: (value: number) => number,
  domain: readonly number[],
  ticks: number[],
  format: (value: number) => string,
): AxisScale {
  const [low = 0, high = 1] = domain;
  return Object.assign((value: number) => position(value), {
    domain: [low, high] as const,
    ticks: ticks.filter((tick) => tick >= Math.min(low, high) && tick <= Math.max(low, high)),
    format,
  });
}

/** Formats ticks with as many decimals as their step needs, or shortly where the range is extreme. */
function tickFormat(scale: ReturnType<typeof scaleLinear<number, number>>, wanted: number) {
  const regular = scale.tickFormat(wanted);
  const [low = 0, high = 0] = scale.domain();
  const size = Math.max(Math.abs(low), Math.abs(high));
  return (value: number) => (size >= 1e7 || size < 1e-4 ? shortNumber(value) : regular(value));
}

/** A vertical scale over `values`, extended to round numbers. `range` is [bottom, top] in pixels. */
export function verticalScale(
  values: readonly number[],
  range: readonly [number, number],
  { logarithmic = false, domain }: { logarithmic?: boolean; domain?: readonly [number, number] } = {},
): AxisScale {
  const wanted = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / 52));
  const [low = logarithmic ? 0.1 : 0, high = 1] = domain ?? (extent(values) as [number, number]);
  if (logarithmic) {
    const pad = high / low < 1 + 1e-9 ? 2 : 1;
    const scale = scaleLog([low / pad, high * pad], range);
    return axisScale(scale, scale.domain(), logTicks(scale.domain(), wanted), shortNumber);
  }
  const pad = padding(low, high);
  const scale = scaleLinear([low - pad, high + pad], range);
  if (domain === undefined) scale.nice(wanted);
  return axisScale(scale, scale.domain(), scale.ticks(wanted), tickFormat(scale, wanted));
}

/** Powers of ten, thinned to about `wanted`; with 2 and 5 between them over few decades. */
function logTicks(domain: readonly number[], wanted: number, few = 1.999): number[] {
  const [low = 1, high = 10] = domain;
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Math.log10(high) - Math.log10(low);
  const step = Math.max(1, Math.ceil((last - first) / (wanted + 1)));
  const factors = decades <= few ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step) {
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  return inside.length >= 2 ? inside : scaleLinear([low, high]).ticks(Math.min(wanted, 4));
}

/** Options of {@link horizontalScale}. */
interface HorizontalOptions {
  format?: ((value: number) => string) | undefined;
  /** Tick positions instead of round numbers; thinned where their labels would collide. */
  chosen?: readonly number[] | undefined;
  /** The lowest and highest value. Default: exactly those of the data. */
  domain?: readonly [number, number] | undefined;
  logarithmic?: boolean | undefined;
}

/**
 * A horizontal scale exactly over `values`. Ticks are whole numbers where all values are, and only as many as
 * fit side by side in their `format`.
 */
export function horizontalScale(
  values: readonly number[],
  range: readonly [number, number],
  { format, chosen, domain, logarithmic = false }: HorizontalOptions = {},
): AxisScale {
  const [low = logarithmic ? 1 : 0, high = logarithmic ? 10 : 1] =
    domain ?? (extent(values) as [number, number]);
  if (logarithmic) {
    const pad = high / low < 1 + 1e-9 ? 2 : 1;
    const scale = scaleLog([low / pad, high * pad], range);
    const wanted = Math.max(2, Math.round((range[1] - range[0]) / 56));
    const labels = format ?? shortNumber;
    const round = [2, 1].map((decades) => logTicks(scale.domain(), wanted, decades));
    const roomy = round.find((ticks) => spaced(ticks.map(scale), ticks.map(labels), 0.5));
    const ticks = pad > 1 ? [low] : chosen ? within(chosen, scale.domain()) : (roomy ?? round[1]!);
    return axisScale(scale, scale.domain(), spread(ticks, scale, labels), labels);
  }
  const single = padding(low, high) > 0;
  const pad = single ? Math.max(0.5, padding(low, high)) : 0;
  const scale = scaleLinear([low - pad, high + pad], range);
  if (chosen !== undefined || single) {
    const labels = format ?? shortNumber;
    return axisScale(
      scale,
      scale.domain(),
      spread(within(chosen ?? [low], scale.domain()), scale, labels),
      labels,
    );
  }
  const whole = values.every(Number.isInteger);
  for (let wanted = Math.max(2, Math.round((range[1] - range[0]) / 56)); ; wanted--) {
    const ticks = scale.ticks(wanted).filter((tick) => !whole || Number.isInteger(tick));
    const labels = format ?? tickFormat(scale, wanted);
    const kept = wanted > 1 ? ticks : ticks.slice(0, 1);
    if (wanted <= 1 || spaced(kept.map(scale), kept.map(labels))) {
      return axisScale(scale, scale.domain(), kept, labels);
    }
  }
}

const within = (ticks: readonly number[], [low = 0, high = 0]: readonly number[]): number[] =>
  ticks.filter((tick) => tick >= low && tick <= high);

/** Thins rising ticks until their labels have room: every tick, every second one, every third one… */
function spread(
  ticks: readonly number[],
  position: (value: number) => number,
  label: (value: number) => string,
): number[] {
  for (let every = 1; every < ticks.length; every++) {
    const kept = ticks.filter((_, i) => i % every === 0);
    if (spaced(kept.map(position), kept.map(label), 0.5)) return kept;
  }
  return ticks.slice(0, 1);
}

/** Tells whether labels centered at rising positions are at least a digit's width apart. */
function spaced(positions: readonly number[], labels: readonly string[], gap = 1): boolean {
  const size = theme.font.tick;
  return positions.every((position, i) => {
    if (i === 0) return true;
    const half = (textWidth(labels[i]!, size) + textWidth(labels[i - 1]!, size)) / 2;
    return position - positions[i - 1]! >= half + size * gap;
  });
}

/** The plot area in pixels. */
export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The height of the label above the vertical axis. */
export function yLabelHeight(label: string): number {
  return label === '' ? 6 : theme.font.label * 1.9;
}

/** Grid lines, tick labels and axis labels. An empty chart keeps its frame but shows no invented numbers. */
export function drawAxes(options: {
  x: AxisScale;
  y: AxisScale;
  area: Area;
  xFormat: (value: number) => string;
  yFormat: (value: number) => string;
  xLabel: string;
  yLabel: string;
  empty: boolean;
}): string {
  const { x, y, area, xFormat, yFormat, xLabel, yLabel, empty } = options;
  const { left, right, top, bottom } = area;
  const tick = { 'font-size': theme.font.tick, fill: theme.ink.muted };
  const label = { 'font-size': theme.font.label, fill: theme.ink.muted };
  let markup = '';
  if (!empty) {
    const [xLabels, yLabels] = [tickLabels(x.ticks, xFormat), tickLabels(y.ticks, yFormat)];
    for (const [i, value] of y.ticks.entries()) {
      const at = y(value);
      markup += element('line', { x1: left, x2: right, y1: at, y2: at, stroke: theme.ink.grid });
      markup += text(yLabels[i]!, left - 8, at + theme.font.tick * 0.35, {
        ...tick,
        'text-anchor': 'end',
      });
    }
    for (const [i, value] of x.ticks.entries()) {
      const at = x(value);
      markup += element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 4, stroke: theme.ink.axis });
      markup += text(xLabels[i]!, at, bottom + 5 + theme.font.tick, { ...tick, 'text-anchor': 'middle' });
    }
  }
  markup += element('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: theme.ink.axis });
  if (yLabel !== '') {
    const shown = truncate(yLabel, right - spacing.edge, theme.font.label);
    markup += text(shown, spacing.edge, top - theme.font.label * 0.9, label);
  }
  if (xLabel !== '') {
    const shown = truncate(xLabel, right - left, theme.font.label);
    const at = { ...label, 'text-anchor': 'middle' };
    markup += text(shown, (left + right) / 2, bottom + 6 + theme.font.tick + theme.font.label * 1.5, at);
  }
  return markup;
}

/** The message of an empty plot. */
export function emptyState({ left, right, top, bottom }: Area): string {
  return emptyMessage('No points yet', (left + right) / 2, (top + bottom) / 2);
}
