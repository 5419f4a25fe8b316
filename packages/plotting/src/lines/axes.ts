import type { AxisScale } from '../axis.js';
import { tickLabels } from '../format.js';
import { element, text } from '../svg.js';
import { truncate } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import type { Area } from './annotations.js';

/** The room that the label above the vertical axis takes. */
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

/** What an empty plot says. */
export function emptyState({ left, right, top, bottom }: Area): string {
  return text('No points yet', (left + right) / 2, (top + bottom) / 2, {
    'font-size': theme.font.subtitle,
    fill: theme.ink.muted,
    'text-anchor': 'middle',
  });
}
